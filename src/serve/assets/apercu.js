// Live preview: shows the page anew when it changed, its styles without loading it anew, and what is wrong over it.
/** Name of the bytes of this page; empty where there is no page to show yet. */
const own = document.getElementById("capitole-apercu").dataset.page;
const place = "capitole-apercu:" + location.pathname;

// Where the reader was before the page was loaded anew.
const kept = sessionStorage.getItem(place);
if (kept !== null) {
  sessionStorage.removeItem(place);
  const back = () => scrollTo({ top: Number(kept), behavior: "instant" });
  back();
  addEventListener("load", back, { once: true });
}

const overlay = document.createElement("section");
overlay.className = "capitole-apercu";
overlay.setAttribute("role", "alert");
overlay.hidden = true;
const content = document.createElement("div");
const close = document.createElement("button");
close.type = "button";
close.textContent = "Masquer";
close.addEventListener("click", () => { overlay.hidden = true; });
overlay.append(content, close);
document.body.append(overlay);

/** Names of the bytes of the page's images, by address. @type {Map<string, string | null>} */
const pictures = new Map();

let site = null;
let trouble = null;

new EventSource("/__capitole/nouvelles").addEventListener("site", async (event) => {
  const news = JSON.parse(event.data);
  if (news.trouble !== trouble) {
    trouble = news.trouble;
    await show();
  }
  // A page that was made before the first news is compared as well: it may be older.
  if (news.site !== site) {
    site = news.site;
    await renew(news.style);
  }
});

/** Shows what is wrong, or that nothing is any more. */
async function show() {
  if (trouble === null) {
    overlay.hidden = true;
    return;
  }
  const page = await (await fetch("/__capitole/problemes")).text();
  const parts = new DOMParser().parseFromString(page, "text/html").body.childNodes;
  const whole = document.getElementById("capitole-suite");
  (whole ?? content).replaceChildren(...parts);
  overlay.hidden = whole !== null;
}

/** Loads the page anew when its bytes are not those shown; only its style sheet when nothing else changed. */
async function renew(style) {
  if (own === "") {
    // The page that comes in the place of this one is seen once nothing is wrong.
    if (trouble === null) location.reload();
    return;
  }
  const answer = await fetch(location.href, { method: "HEAD" });
  const now = answer.headers.get("x-capitole-page") ?? "";
  if (now !== own) {
    sessionStorage.setItem(place, String(scrollY));
    location.reload();
    return;
  }
  const link = [...document.querySelectorAll("link[rel=stylesheet]")].find((one) => /theme\/style-/.test(one.href));
  if (link && !link.href.endsWith(style)) {
    const next = link.cloneNode();
    next.href = link.href.replace(/theme\/style-[^/]*$/, style);
    next.addEventListener("load", () => link.remove(), { once: true });
    link.after(next);
  }
  await renewPictures();
}

/** Shows anew the images whose bytes are others: the page that shows them has the same. */
async function renewPictures() {
  for (const image of document.images) {
    const { origin, pathname } = new URL(image.src, location.href);
    if (origin !== location.origin) continue;
    const mark = (await fetch(pathname, { method: "HEAD" })).headers.get("x-capitole-page");
    if (pictures.has(pathname) && pictures.get(pathname) !== mark) image.src = `${pathname}?${mark}`;
    pictures.set(pathname, mark);
  }
}
