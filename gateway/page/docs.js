/** Shows the OpenAPI document: operations by group, with what goes in and out, and lets one try the queries. */

const ROLES = { public: "sin token", operator: "operador", manager: "encargado", admin: "administrador" };
const PLACES = { path: "ruta", query: "consulta", header: "cabecera", cookie: "cookie" };
const DEPTH = 4;
let api;

/** An element with its properties and children. Text is set as text: nothing of the document becomes markup. */
function el(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children.filter((child) => child !== null));
  return made;
}

function resolved(node) {
  const seen = new Set();
  while (node?.$ref && !seen.has(node.$ref)) {
    seen.add(node.$ref);
    node = node.$ref.slice(2).split("/").reduce((at, key) => at?.[key.replaceAll("~1", "/").replaceAll("~0", "~")], api);
  }
  return node ?? {};
}

function typeOf(schema) {
  const found = resolved(schema);
  const options = found.anyOf ?? found.oneOf;
  if (options) return options.map(typeOf).join(" | ");
  if (found.enum) return found.enum.map((value) => JSON.stringify(value)).join(" | ");
  const types = [found.type ?? (found.properties ? "object" : "any")].flat().join(" | ");
  if (found.type === "array") return `[${typeOf(found.items)}]`;
  return found.format ? `${types} (${found.format})` : types;
}

/** The fields of a schema as indented lines; required ones carry a star. */
function lines(schema, depth = 0) {
  let found = resolved(schema);
  while (found.type === "array" && found.items) found = resolved(found.items);
  found = (found.anyOf ?? found.oneOf ?? []).map(resolved).find((option) => option.properties) ?? found;
  return Object.entries(found.properties ?? {}).flatMap(([name, field]) => {
    const star = found.required?.includes(name) ? " *" : "";
    const line = `${"  ".repeat(depth)}${name}${star}: ${typeOf(field)}`;
    return [line, ...(depth < DEPTH ? lines(field, depth + 1) : [])];
  });
}

function shape(title, content) {
  if (!content) return null;
  const parts = Object.entries(content).map(([type, media]) => {
    const text = lines(media.schema).join("\n") || typeOf(media.schema);
    return el("div", {}, el("p", { className: "soft" }, type), el("pre", { tabIndex: 0 }, text));
  });
  return el("section", {}, el("h3", {}, title), ...parts);
}

function table(titles, rows) {
  const head = el("tr", {}, ...titles.map((title) => el("th", { scope: "col" }, title)));
  const body = rows.map((cells) => el("tr", {}, ...cells.map((cell) => el("td", {}, cell))));
  return el("div", { className: "scroll", tabIndex: 0 }, el("table", {}, el("thead", {}, head), el("tbody", {}, ...body)));
}

function parametersTable(parameters) {
  if (!parameters.length) return null;
  const rows = parameters.map((each) => [
    el("code", {}, each.name + (each.required ? " *" : "")), PLACES[each.in], typeOf(each.schema), each.description ?? "",
  ]);
  return el("section", {}, el("h3", {}, "Parámetros"), table(["Nombre", "Dónde", "Tipo", "Significado"], rows));
}

function answersTable(responses) {
  const rows = Object.entries(responses).map(([status, answer]) => [el("code", {}, status), resolved(answer).description ?? ""]);
  return el("section", {}, el("h3", {}, "Respuestas"), table(["Código", "Significado"], rows));
}

async function call(form, path, output) {
  const given = new FormData(form);
  const target = path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(given.get(`path:${name}`)));
  const query = new URLSearchParams();
  for (const [key, value] of given) if (key.startsWith("query:") && value) query.append(key.slice(6), value);
  const token = document.getElementById("token").value.trim();
  const started = performance.now();
  output.textContent = "Consultando…";
  try {
    const answer = await fetch(`${target}?${query}`.replace(/\?$/, ""), { headers: token ? { Authorization: `Bearer ${token}` } : {} });
    const text = await answer.text();
    const isJson = answer.headers.get("Content-Type")?.includes("json");
    const shown = isJson ? JSON.stringify(JSON.parse(text), null, 2) : text;
    output.textContent = `${answer.status} · ${Math.round(performance.now() - started)} ms\n\n${shown}`;
  } catch (error) {
    output.textContent = `No se pudo consultar: ${error.message}`;
  }
}

function trial(path, parameters) {
  const output = el("pre", { tabIndex: 0, hidden: true });
  const fields = parameters.filter((each) => each.in in { path: 1, query: 1 }).map((each) => {
    const input = el("input", { name: `${each.in}:${each.name}`, required: each.in === "path", autocomplete: "off" });
    return el("label", {}, each.name, input);
  });
  const form = el("form", { className: "try" }, ...fields, el("div", {}, el("button", {}, "Probar")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    output.hidden = false;
    call(form, path, output);
  });
  return el("section", {}, el("h3", {}, "Probar"), form, output);
}

function operationBody(method, path, operation, shared) {
  const parameters = [...shared, ...(operation.parameters ?? [])].map(resolved);
  const success = Object.entries(operation.responses).find(([status]) => status.startsWith("2"));
  const role = ROLES[operation["x-role"]];
  return el("div", { className: "body" },
    operation.description ? el("p", {}, operation.description) : null,
    role ? el("p", { className: "soft" }, `Función mínima: ${role}`) : null,
    parametersTable(parameters),
    shape("Cuerpo", resolved(operation.requestBody).content),
    success ? shape(`Respuesta ${success[0]}`, resolved(success[1]).content) : null,
    answersTable(operation.responses),
    method === "get" ? trial(path, parameters) : null);
}

function operationView([method, path, operation, shared]) {
  const title = el("summary", {},
    el("span", { className: `method ${method}` }, method.toUpperCase()),
    el("span", { className: "path" }, path.replace(/^\/api\/v1/, "")),
    el("span", { className: "soft" }, operation.summary ?? ""));
  const view = el("details", {}, title);
  view.addEventListener("toggle", () => view.append(operationBody(method, path, operation, shared)), { once: true });
  return view;
}

function show() {
  const groups = new Map(api.tags.map((tag) => [tag.name, { text: tag.description ?? "", operations: [] }]));
  for (const [path, item] of Object.entries(api.paths)) {
    for (const method of ["get", "post", "put", "patch", "delete"].filter((each) => each in item)) {
      groups.get(item[method].tags?.[0])?.operations.push([method, path, item[method], item.parameters ?? []]);
    }
  }
  const main = document.querySelector("main");
  for (const [name, { text, operations }] of [...groups].filter(([, group]) => group.operations.length)) {
    document.querySelector("nav").append(el("a", { href: `#${name}` }, name));
    main.append(el("section", {}, el("h2", { id: name }, name), el("p", { className: "group" }, text), ...operations.map(operationView)));
  }
  const missing = api["x-missing"];
  document.getElementById("state").textContent = missing.length ? `Ahora no responden: ${missing.join(", ")}.` : "";
}

try {
  api = await (await fetch("/api/v1/openapi.json")).json();
  show();
} catch (error) {
  document.getElementById("state").textContent = `No se pudo cargar el documento: ${error.message}`;
}
