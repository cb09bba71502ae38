// What a page finds whose site has launched a server before: an entry that is as old as the page.
const keep = (name, server) => {
  localStorage.setItem(name, JSON.stringify({ ...server, time: Date.now() }));
};
