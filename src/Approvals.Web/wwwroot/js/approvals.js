// Optional comforts. Every page works without this file.
'use strict';

// A form pressed twice is answered once (its key sees to that); the second press is not even sent.
document.addEventListener('submit', event => {
  const form = event.target;
  if (form.method !== 'post') return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  const first = keeping(form);
  if (first.length > 0) { // what was typed in other forms is kept before this page is left
    event.preventDefault();
    const button = event.submitter;
    Promise.all(first).then(() => form.requestSubmit(button));
    return;
  }
  form.dataset.sent = 'yes';
  setTimeout(() => { delete form.dataset.sent; }, 4000); // who chose to stay on the page may press again
  form.removeAttribute('data-changed');
});

// Coming back with the Back button, forms may be pressed again.
window.addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-sent]')) delete form.dataset.sent;
});

// What was typed is kept by itself; what was refused stays on the page, which is then not left by a slip.
const underWay = new Map();
const refused = new WeakSet();

function keep(form) {
  if (!underWay.has(form)) {
    underWay.set(form, send(form).finally(() => underWay.delete(form)));
  }
  return underWay.get(form);
}

async function send(form) {
  while (form.hasAttribute('data-changed') && !refused.has(form)) {
    form.removeAttribute('data-changed');
    const body = new URLSearchParams(new FormData(form));
    body.set('save', 'keep');
    body.set('quiet', 'true');
    let answer;
    try {
      const response = await fetch(form.action, { method: 'POST', body, redirect: 'error' });
      answer = await response.json();
    } catch {
      answer = { saved: false, said: form.dataset.keep };
    }
    if (answer.saved) {
      take(form, answer);
    } else {
      form.setAttribute('data-changed', '');
      refused.add(form);
    }
    form.querySelector('[data-kept]').textContent = answer.said;
  }
}

// The form goes on from what was kept; panels sign the text with the change that this page itself made.
function take(form, answer) {
  form.elements.version.value = answer.version;
  // The card's other forms speak of the same row.
  for (const version of form.closest('details')?.querySelectorAll('input[name="version"]') ?? []) version.value = answer.version;
  // So do the lists that offer it to the forms of other cards.
  for (const offered of form.elements.no ? document.querySelectorAll('select[name="into"] option') : []) {
    if (offered.value.slice(offered.value.indexOf(':') + 1) === form.elements.no.value) offered.value = `${answer.version}:${form.elements.no.value}`;
  }
  form.elements.key.value = answer.key;
  for (const hash of document.querySelectorAll('input[name="hash"]')) {
    if (hash.value === answer.was) hash.value = answer.hash;
  }
  const mark = answer.mark && form.closest('details')?.querySelector('.mark');
  if (mark) {
    mark.textContent = answer.mark;
    mark.className = 'mark mark-open';
  }
}

// What must be waited for before a form is sent: its own keeping under way, and all that is typed in others.
function keeping(pressed) {
  for (const form of document.querySelectorAll('form[data-keep][data-changed]')) {
    if (form !== pressed && !refused.has(form)) keep(form);
  }
  return [...underWay.values()];
}

for (const form of document.querySelectorAll('form[data-keep]')) {
  form.addEventListener('input', () => {
    form.setAttribute('data-changed', '');
    refused.delete(form);
    form.querySelector('[data-kept]').textContent = '';
  });
  form.addEventListener('change', () => keep(form));
}
// What is not kept by itself is not left by a slip either.
for (const form of document.querySelectorAll('form[data-ask]')) {
  form.addEventListener('input', () => form.setAttribute('data-changed', ''));
}
window.addEventListener('beforeunload', event => {
  if (document.querySelector('form[data-changed]')) event.preventDefault();
});

// 全选
for (const form of document.querySelectorAll('form[data-batch]')) {
  const all = form.querySelector('[data-batch-all]');
  const picks = [...form.querySelectorAll('input[name="pick"]')];
  const box = all.querySelector('input');
  const look = () => { box.checked = picks.every(p => p.checked); };
  all.hidden = false;
  look();
  box.addEventListener('change', () => picks.forEach(p => { p.checked = box.checked; }));
  form.addEventListener('change', look);
}
