// A chart in the page's colours, which follows its frame and the change between light and dark.

import { byId } from "./dom.js";

const dark = matchMedia("(prefers-color-scheme: dark)");
const calm = matchMedia("(prefers-reduced-motion: reduce)");

export class Chart {
  #frame;
  #option;
  #chart;

  /**
   * @param frame the element that it fills
   * @param option of what is to be drawn, from the page's style and the frame's width; null while
   *     there is nothing
   */
  constructor(frame, option) {
    this.#frame = frame;
    this.#option = option;
    this.#begin();
  }

  async #begin() {
    await library();
    this.#chart = echarts.init(this.#frame, null, { renderer: "canvas" });
    new ResizeObserver(() => {
      this.#chart.resize();
      this.draw();
    }).observe(this.#frame);
    dark.addEventListener("change", () => this.draw());
    this.draw();
  }

  draw() {
    if (!this.#chart) return;
    const style = styleOf();
    const option = this.#option(style, this.#frame.clientWidth);
    if (option) this.#chart.setOption({ ...common(style), ...option }, { lazyUpdate: true, replaceMerge: ["series"] });
  }

  /** Does what the library calls an action, once there is a chart. */
  act(action) {
    this.#chart?.dispatchAction(action);
  }

  /** What those hear who do not see it. */
  describe(label) {
    if (this.#frame.getAttribute("aria-label") !== label) this.#frame.setAttribute("aria-label", label);
  }
}

/** The library that draws, which comes in its own time. */
export function library() {
  if (window.echarts) return Promise.resolve();
  return new Promise((resolve) => byId("charting").addEventListener("load", resolve, { once: true }));
}

function styleOf() {
  const style = getComputedStyle(document.documentElement);
  return {
    color: (name) => style.getPropertyValue(name).trim(),
    font: getComputedStyle(document.body).fontFamily,
  };
}

function common({ font }) {
  return {
    animation: !calm.matches,
    animationDuration: 250,
    animationDurationUpdate: 250,
    textStyle: { fontFamily: font },
    grid: { left: 12, right: 12, top: 34, bottom: 10, containLabel: true },
  };
}

/** The number of the colour of a series: there are five, and the last one is that of all further ones. */
export const colourOf = (index) => Math.min(index, 4);

/** A tooltip in the page's colours; what it says is an element, never markup. */
export const tooltip = ({ color, font }, more) => ({
  backgroundColor: color("--surface"),
  borderColor: color("--line"),
  textStyle: { color: color("--text"), fontFamily: font },
  confine: true,
  transitionDuration: 0,
  ...more,
});

export const categories = ({ color }, data, label = {}) => ({
  type: "category",
  data,
  axisTick: { show: false },
  axisLine: { lineStyle: { color: color("--line") } },
  axisLabel: { color: color("--muted"), hideOverlap: true, ...label },
});

export const values = ({ color }, name, formatter, more) => ({
  type: "value",
  name,
  nameTextStyle: { color: color("--muted"), align: "right", padding: [0, 8, 0, 0] },
  splitNumber: 4,
  axisLabel: { color: color("--muted"), formatter },
  splitLine: { lineStyle: { color: color("--line") } },
  ...more,
});
