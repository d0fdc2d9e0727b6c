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
  form.dataset.sent = 'yes';
  setTimeout(() => { delete form.dataset.sent; }, 4000); // who chose to stay on the page may press again
  form.removeAttribute('data-changed');
});

// Coming back with the Back button, forms may be pressed again.
window.addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-sent]')) delete form.dataset.sent;
});

// What was typed and not saved is not lost by a slip.
for (const form of document.querySelectorAll('form[data-keep]')) {
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
