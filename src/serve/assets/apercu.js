// Live preview: reloads the page when a new site was built, shows what is wrong over it.
const source = new EventSource("/__capitole/nouvelles");
let known = null;

const overlay = document.createElement("section");
overlay.className = "capitole-apercu";
overlay.setAttribute("role", "alert");
overlay.hidden = true;
const title = document.createElement("h2");
title.textContent = "La dernière modification contient des erreurs";
const note = document.createElement("p");
note.textContent = "La page montre le dernier site correct. Corrigez, enregistrez : elle se mettra à jour.";
const text = document.createElement("pre");
text.tabIndex = 0;
const close = document.createElement("button");
close.type = "button";
close.textContent = "Masquer";
close.addEventListener("click", () => { overlay.hidden = true; });
overlay.append(title, note, text, close);
document.body.append(overlay);

source.addEventListener("site", (event) => {
  overlay.hidden = true;
  if (known !== null && known !== event.data) location.reload();
  known = event.data;
});
source.addEventListener("erreur", (event) => {
  text.textContent = event.data;
  overlay.hidden = false;
  // The page stands for the site before the error: the next good one is new.
  known ??= "avant";
});
