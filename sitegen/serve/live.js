(() => {
  const { token, seen, host } = document.currentScript.dataset;
  let stream, opened;

  const build = (node) => {
    if (typeof node === 'string') return document.createTextNode(node);
    const [name, attributes, held] = node;
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...held.map(build));
    return element;
  };

  const show = (tree) => {
    let place = document.getElementById(host);
    if (!tree) return place?.remove();
    if (!place) {
      place = document.createElement('section');
      place.id = host;
      place.setAttribute('aria-label', '没有更新 not updated');
      document.body.append(place);
    }
    (place.shadowRoot ?? place.attachShadow({ mode: 'open' })).replaceChildren(build(tree));
  };

  const restyle = (addresses) => {
    for (const old of document.querySelectorAll('link[rel=stylesheet]')) {
      const address = addresses[old.getAttribute('href')];
      if (!address) continue;
      const sheet = old.cloneNode();
      sheet.href = address;
      sheet.onload = () => old.remove();
      old.after(sheet);
    }
  };

  const reload = () => {
    stream.close();
    location.reload();
  };

  const back = async () => {
    try {
      await fetch(location.pathname, { method: 'HEAD', cache: 'no-store' });
      location.reload();
    } catch {
      setTimeout(back, 1000);
    }
  };

  let last = seen;
  const open = () => {
    stream = new EventSource(`/.sitegen/events?${new URLSearchParams({ token, page: location.pathname, seen: last })}`);
    stream.onopen = () => { opened = true; };
    stream.onerror = () => { if (opened && stream.readyState === EventSource.CLOSED) back(); };
    stream.addEventListener('reload', reload);
    stream.addEventListener('style', (event) => { last = event.lastEventId; restyle(JSON.parse(event.data)); });
    stream.addEventListener('findings', (event) => { last = event.lastEventId; show(JSON.parse(event.data)); });
  };

  // A browser keeps six connections to a server: tabs that nobody looks at give theirs back.
  const follow = () => {
    stream?.close();
    if (!document.hidden) open();
  };
  document.addEventListener('visibilitychange', follow);
  addEventListener('pagehide', () => stream?.close());
  addEventListener('pageshow', (event) => { if (event.persisted) follow(); });
  follow();
})();
