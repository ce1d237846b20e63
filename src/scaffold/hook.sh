#!/bin/sh
# Écrit par « capitole init --hook », qui peut le récrire. Vérifie ce qui va être enregistré, et cela seulement : ce que
# vous n’avez pas encore ajouté avec « git add » ne compte pas. Le même contrôle tourne dans la forge.
set -u

bibliotheque=@BIBLIOTHEQUE@
programme=@PROGRAMME@

if command -v capitole >/dev/null 2>&1; then
  programme=capitole
elif [ ! -x "$programme" ]; then
  cat >&2 <<'FIN'
Commit refusé : la commande « capitole » est introuvable, rien n’a pu être vérifié.
  Installez-la, ou ajoutez son dossier à la variable PATH.
  Pour enregistrer sans vérifier : git commit --no-verify
FIN
  exit 1
fi

# Rien de la bibliothèque ne change : rien à vérifier.
git diff --cached --quiet -- ":(top,literal)$bibliotheque" && exit 0

dossier=$(mktemp -d "${TMPDIR:-/tmp}/capitole-commit.XXXXXX") || exit 1
trap 'rm -rf "$dossier"' EXIT
trap 'exit 1' HUP INT TERM

git ls-files -z --full-name -- ":(top,literal)$bibliotheque" |
  git checkout-index --stdin -z --prefix="$dossier/" || {
  echo "Commit refusé : git n’a pas pu sortir les fichiers à vérifier." >&2
  exit 1
}

# Une branche qui n’a pas, ou plus, de bibliothèque.
[ -f "$dossier/${bibliotheque}site.toml" ] || exit 0

"$programme" check --root "$dossier/$bibliotheque" >&2 && exit 0

cat >&2 <<'FIN'

Commit refusé : ce que vous alliez enregistrer contient des erreurs, montrées ci-dessus.
  Corrigez-les, puis recommencez : git add, git commit
  « capitole check --fix » corrige ce qui est certain.
  Pour enregistrer quand même, par exemple un travail en cours : git commit --no-verify
FIN
exit 1
