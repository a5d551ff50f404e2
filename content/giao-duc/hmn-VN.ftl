### draft, needs a native reviewer
### Only wording attested in published Hmong (Vietnamese script) texts; everything else falls back to Vietnamese.

# "cơưv ntơưr" (to study, go to school): domain 5.7 no. 52 [C]; "Nghị quyết" stays Vietnamese: domain 5.6 [C]
title = Cơưv ntơưr: Nghị quyết 71-NQ/TW
