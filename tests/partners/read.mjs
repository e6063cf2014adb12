// Reads a file with the tools of the npm layer: `n3 FILE` and `jsonld FILE` print N-Triples, `shacl SHAPES FILE` whether it conforms.
import { readFileSync } from "node:fs";
import { Parser, Store, Writer } from "n3";

const [task, ...files] = process.argv.slice(2);
const parse = (file) => new Parser({ format: file.endsWith(".trig") ? "application/trig" : undefined }).parse(readFileSync(file, "utf8"));

function print(quads) {
  const writer = new Writer({ format: "N-Triples" });
  const parts = quads.map((q) => writer.quadToString(q.subject, q.predicate, q.object));
  process.stdout.write(parts.join(""));
}

if (task === "n3") {
  print(parse(files[0]));
} else if (task === "jsonld") {
  const jsonld = (await import("jsonld")).default;
  const noRemote = () => { throw new Error("a remote context is asked for"); };
  process.stdout.write(await jsonld.toRDF(JSON.parse(readFileSync(files[0], "utf8")), { format: "application/n-quads", documentLoader: noRemote }));
} else if (task === "shacl") {
  const { default: Validator } = await import("rdf-validate-shacl");
  const validator = new Validator(new Store(parse(files[0])));
  console.log((await validator.validate(new Store(parse(files[1])))).conforms);
}
