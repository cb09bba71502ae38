/** Times what a reader sees. Put into every page before its own scripts; the same for all candidates. */
(() => {
  const bench = (window.bench = { pressed: 0, shown: 0, sent: 0, received: 0, blocks: [] });
  let awaited;

  // The first only: peers press buttons of their own in answer to the reader.
  addEventListener("click", (event) => (bench.pressed ||= event.timeStamp), { capture: true });

  new PerformanceObserver((list) => bench.blocks.push(...list.getEntries().map((each) => each.duration))).observe({
    type: "longtask",
  });

  /** Sets `shown` to the time at which the frame is ready that shows `text` in the element, here or in a frame of it. */
  bench.expect = (selector, text) => {
    Object.assign(bench, { pressed: 0, shown: 0, sent: 0, received: 0, blocks: [], selector, text });
    awaited = text;
    watch(selector, text);
  };

  const watch = (selector, text) => {
    let seen;
    // Told in the same frame that the change is painted in, also where the change was made in a frame's callback.
    const frames = new IntersectionObserver(() => {
      top.bench.shown ||= performance.timeOrigin + performance.now() - top.performance.timeOrigin;
      frames.disconnect();
      mutations.disconnect();
    });
    // An element that is replaced before its frame is never told of: the one in its place is.
    const mutations = new MutationObserver(() => {
      const element = document.querySelector(selector);
      if (element === seen || !element?.textContent.includes(text)) return;
      seen = element;
      element.scrollIntoView();
      frames.observe(element);
    });
    mutations.observe(document, { childList: true, subtree: true, characterData: true });
  };

  if (window !== top && top.bench.text) watch(top.bench.selector, top.bench.text);

  const read = (data) => (typeof data === "string" ? data : new TextDecoder().decode(data));
  window.WebSocket = class extends WebSocket {
    constructor(...options) {
      super(...options);
      this.addEventListener("message", ({ data }) => {
        const now = performance.now();
        if (awaited && !bench.received && read(data).includes(awaited)) bench.received = now;
      });
    }
    send(data) {
      if (bench.pressed) bench.sent ||= performance.now();
      super.send(data);
    }
  };
})();
