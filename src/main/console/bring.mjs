// Copies the files that the pages load, and their licences, into the directory named on the command line.
import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

const target = process.argv[2];
// What was brought by another lock, or by another way of bringing it, is brought anew.
const wanted = ["package-lock.json", "bring.mjs", "codemirror.js"].map((file) => readFileSync(file, "utf8")).join("");
const stamp = join(target, ".lock");
if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) process.exit(0);

const work = join(target, "..", "console-npm");
mkdirSync(work, { recursive: true });
mkdirSync(target, { recursive: true });
for (const file of ["package.json", "package-lock.json"]) copyFileSync(file, join(work, file));
execFileSync("npm", ["ci", "--silent", "--no-audit", "--no-fund"], { cwd: work, stdio: "inherit" });

const modules = join(work, "node_modules");
const brought = createRequire(resolve(work, "package.json"));
const echarts = join(modules, "echarts");
copyFileSync(join(echarts, "dist", "echarts.min.js"), join(target, "echarts.min.js"));
copyFileSync(join(echarts, "LICENSE"), join(target, "echarts.LICENSE"));
copyFileSync(join(echarts, "NOTICE"), join(target, "echarts.NOTICE"));

// The editor comes in many packages, and a page loads one file.
const { metafile } = brought("esbuild").buildSync({
  entryPoints: ["codemirror.js"],
  nodePaths: [modules],
  outfile: join(target, "codemirror.js"),
  bundle: true,
  format: "esm",
  minify: true,
  metafile: true,
});
const packages = new Set(Object.keys(metafile.inputs).flatMap((file) => file.match(/(?<=node_modules\/)(?:@[^/]+\/)?[^/]+/) ?? []));
const licences = [...packages].sort().map((name) => `${name}\n\n${readFileSync(join(modules, name, "LICENSE"), "utf8")}`);
writeFileSync(join(target, "codemirror.LICENSE"), licences.join("\n\n"));

// The outlines of countries, as the charting library takes them: in hundredths of a degree, and with one in four of those
// points that are within a tenth of one from the last, as all are drawn anew with every move of the map.
const { feature } = brought("topojson-client");
const topology = JSON.parse(readFileSync(join(modules, "world-atlas", "countries-50m.json"), "utf8"));
const countries = feature(topology, topology.objects.countries);
const rounded = (key, value) => (typeof value === "number" ? Math.round(value * 100) / 100 : value);
const apart = ([x, y], [u, v]) => Math.hypot(x - u, y - v) > 0.1;
const thinned = (ring) => {
  const kept = ring.filter((point, i) => i === 0 || i === ring.length - 1 || i % 4 === 0 || apart(point, ring[i - 1]));
  return kept.length < 4 ? ring : kept;
};
for (const { geometry } of countries.features) {
  if (geometry.type === "Polygon") geometry.coordinates = geometry.coordinates.map(thinned);
  else geometry.coordinates = geometry.coordinates.map((polygon) => polygon.map(thinned));
}
writeFileSync(join(target, "countries.json"), JSON.stringify(countries, rounded));
copyFileSync(join(modules, "world-atlas", "LICENSE"), join(target, "countries.LICENSE"));
writeFileSync(stamp, wanted);
