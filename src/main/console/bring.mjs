// Copies the files that the page loads, and their licences, into the directory named on the command line.
import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const target = process.argv[2];
const lock = readFileSync("package-lock.json", "utf8");
const stamp = join(target, ".lock");
if (existsSync(stamp) && readFileSync(stamp, "utf8") === lock) process.exit(0);

const work = join(target, "..", "console-npm");
mkdirSync(work, { recursive: true });
mkdirSync(target, { recursive: true });
for (const file of ["package.json", "package-lock.json"]) copyFileSync(file, join(work, file));
execFileSync("npm", ["ci", "--silent", "--no-audit", "--no-fund"], { cwd: work, stdio: "inherit" });
const echarts = join(work, "node_modules", "echarts");
copyFileSync(join(echarts, "dist", "echarts.min.js"), join(target, "echarts.min.js"));
copyFileSync(join(echarts, "LICENSE"), join(target, "echarts.LICENSE"));
copyFileSync(join(echarts, "NOTICE"), join(target, "echarts.NOTICE"));
writeFileSync(stamp, lock);
