//! A body reads well: images are described, headings follow one another.

use crate::diagnostic::{Problems, codes};
use crate::parse::html;
use crate::parse::markdown::Body;

/// Level of a page's own title: the first heading of a body is one below.
const TITLE: u8 = 1;

/// Checks the images and headings of a body.
pub(super) fn check(body: &Body, problems: &mut Problems) {
    for image in body.links.iter().filter(|link| link.is_image && !link.is_described) {
        problems.warning(
            codes::IMAGE_SANS_DESCRIPTION,
            image.span,
            "Cette image n’a pas de description : qui ne la voit pas n’en saura rien.",
            "décrivez entre les crochets ce qu’elle apporte : ![Le formateur et deux apprentis devant l’établi](…)",
        );
    }
    for tag in body.tags.iter().filter(|tag| tag.is_too_deep) {
        problems.warning(
            codes::BALISE_RETIREE,
            tag.span,
            format!("La balise « <{}> » ne sera pas publiée : trop d’autres sont ouvertes avant elle.", tag.name),
            "fermez chaque balise après le texte qu’elle entoure",
        );
    }
    for tag in body.tags.iter().filter(|tag| !tag.is_too_deep && !html::keeps(&tag.name)) {
        let help = match tag.name.as_str() {
            "img" => "écrivez-la en Markdown : ![ce qu’elle montre](fichier.png)",
            "a" => "écrivez le lien en Markdown : [texte](adresse)",
            "iframe" | "video" | "audio" => "donnez l’adresse dans « ressources », ou par un lien",
            _ => "retirez-la ; le texte qu’elle entoure reste",
        };
        let message = format!("La balise « <{}> » ne sera pas publiée.", tag.name);
        problems.warning(codes::BALISE_RETIREE, tag.span, message, help);
    }
    let mut above = TITLE;
    for heading in &body.headings {
        if heading.level > above + 1 {
            let marks = "#".repeat(usize::from(above) + 1);
            problems.warning(
                codes::TITRE_NIVEAU_SAUTE,
                heading.span,
                if above == TITLE {
                    format!("Ce titre est de niveau {}, juste sous celui de la page : un niveau manque.", heading.level)
                } else {
                    format!(
                        "Ce titre est de niveau {}, alors que le précédent est de niveau {above} : un niveau manque.",
                        heading.level
                    )
                },
                format!("écrivez {marks} {}", heading.text),
            );
        }
        above = heading.level.max(TITLE);
    }
}
