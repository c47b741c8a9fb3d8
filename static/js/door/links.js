// Pages that need a network: what their links say when there is none (data-offline).

const MARK = "#no-network:";
const links = () => [...document.querySelectorAll("a[data-offline]")];

// Says the link's words instead of following it while isOnline() is false.
export function watchLinks(isOnline, say) {
  for (const link of links()) {
    link.addEventListener("click", (event) => {
      if (isOnline()) return;
      event.preventDefault();
      say(link.dataset.offline);
    });
  }
}

// Why the service worker has led back here from another page; "" when it has not.
export function whyBack(otherwise) {
  if (!location.hash.startsWith(MARK)) return "";
  const path = location.hash.slice(MARK.length);
  history.replaceState(null, "", location.pathname);
  return links().find((each) => each.pathname === path)?.dataset.offline ?? otherwise;
}
