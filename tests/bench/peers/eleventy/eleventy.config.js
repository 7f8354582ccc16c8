// The portal of the measurement as a site of Eleventy: a page a document, lists of 20 a page.
import rows from "./data/rows.json" with { type: "json" };
import topics from "./data/topics.json" with { type: "json" };

const SIZE = 20;

export default function (config) {
  config.addGlobalData("topicNames", topics);
  config.addGlobalData("rows", rows);
  config.addFilter("day", (date) => new Date(date).toISOString().slice(0, 10));
  config.addCollection("policies", (api) => newest(api));
  config.addCollection("lists", (api) => [...pages(newest(api))]);
  return { dir: { input: "content", includes: "../layouts", output: "_site" }, markdownTemplateEngine: false };
}

function newest(api) {
  return api.getFilteredByGlob("content/policies/**/*.md").sort((a, b) => b.date - a.date);
}

function* pages(policies) {
  yield* cut("/policies/", "政策文件", policies);
  for (const [folder, of] of [["units", (data) => [data.unit]], ["topics", (data) => data.topics], ["years", (data) => [String(data.year)]]]) {
    const groups = new Map();
    for (const policy of policies)
      for (const name of of(policy.data)) {
        if (!groups.has(name)) groups.set(name, []);
        groups.get(name).push(policy);
      }
    for (const [name, items] of groups) yield* cut(`/${folder}/${name}/`, name, items);
  }
}

function* cut(url, title, items) {
  const last = Math.ceil(items.length / SIZE);
  for (let number = 1; number <= last; number++) {
    const place = (n) => (n === 1 ? url : `${url}page/${n}/`);
    yield {
      url: place(number), title, number, last, items: items.slice((number - 1) * SIZE, number * SIZE),
      before: number > 1 ? place(number - 1) : "", after: number < last ? place(number + 1) : "",
    };
  }
}
