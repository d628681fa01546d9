// Hand the code to the page that opened this window, if it is of the origin that the code is for, and close.
const handed = document.querySelector('[data-code]');
if (window.opener && handed) {
  window.opener.postMessage({ type: 'slussen-embed-code', code: handed.dataset.code }, handed.dataset.origin);
  window.close();
}
