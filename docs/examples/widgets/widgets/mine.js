define(["@jupyter-widgets/base"], ({ DOMWidgetModel, DOMWidgetView }) => ({
  MineModel: class extends DOMWidgetModel {},
  MineView: class extends DOMWidgetView {
    render() {
      this.el.textContent = "mine";
    }
  },
}));
