// The stream of reports. A stream that falls silent or breaks is told, and opened again.

const SILENCE_MILLIS = 6000;
const RETRY_MILLIS = 2000;

export function listen(address, { onReport, onSilence, onCorrections = () => {}, onOpen = () => {} }) {
  let heard = performance.now();
  let silent = false;

  function open() {
    const stream = new EventSource(address);
    stream.addEventListener("open", onOpen);
    stream.addEventListener("corrections", (event) => onCorrections(JSON.parse(event.data)));
    stream.addEventListener("overview", (event) => {
      heard = performance.now();
      silent = false;
      onReport(JSON.parse(event.data));
    });
    stream.addEventListener("error", () => {
      fallSilent();
      // The browser tries again by itself, except after an answer that was no stream.
      if (stream.readyState === EventSource.CLOSED) setTimeout(open, RETRY_MILLIS);
    });
  }

  function fallSilent() {
    if (!silent) onSilence();
    silent = true;
  }

  setInterval(() => {
    if (performance.now() - heard > SILENCE_MILLIS) fallSilent();
  }, 1000);
  open();
}
