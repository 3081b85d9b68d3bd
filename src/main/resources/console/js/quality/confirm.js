// A question before something is sent.

import { byId, write } from "../dom.js";

/** Whether somebody says yes. */
export function confirmed(title, text) {
  const dialog = byId("confirm");
  write(byId("confirm-title"), title);
  write(byId("confirm-text"), text);
  return new Promise((resolve) => {
    const end = (yes) => {
      for (const [element, event, listener] of listeners) element.removeEventListener(event, listener);
      if (dialog.open) dialog.close();
      resolve(yes);
    };
    const listeners = [
      [byId("confirm-yes"), "click", () => end(true)],
      [byId("confirm-no"), "click", () => end(false)],
      [dialog, "close", () => end(false)],
    ];
    for (const [element, event, listener] of listeners) element.addEventListener(event, listener);
    dialog.showModal();
    byId("confirm-no").focus();
  });
}
