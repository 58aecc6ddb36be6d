// Takes the picture of the documentation: node picture.mjs CHROMIUM BPOL FOLDER

import { close, example, opened } from "./lib.mjs";

const page = await opened(example("global").file, { viewport: { width: 1180, height: 900 }, colorScheme: "light" });
await page.screenshot({ path: "docs/report.png" });
await close();
