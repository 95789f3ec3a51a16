"use strict";

/* One of several panels at a time, chosen by mouse, or with the arrow keys. */
(() => {
  for (const list of document.querySelectorAll('[role="tablist"]')) {
    const tabs = [...list.querySelectorAll('[role="tab"]')];
    list.hidden = false;

    const choose = (chosen) => {
      for (const tab of tabs) {
        tab.setAttribute("aria-selected", String(tab === chosen));
        tab.tabIndex = tab === chosen ? 0 : -1;
        document.getElementById(tab.getAttribute("aria-controls")).hidden = tab !== chosen;
      }
    };

    list.addEventListener("click", (event) => {
      const tab = event.target.closest('[role="tab"]');
      if (tab) choose(tab);
    });
    list.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      const at = { Home: 0, End: tabs.length - 1 }[event.key];
      if (step === undefined && at === undefined) return;
      event.preventDefault();
      const next = at ?? (tabs.indexOf(document.activeElement) + step + tabs.length) % tabs.length;
      choose(tabs[next]);
      tabs[next].focus();
    });
    choose(tabs[0]);
  }
})();
