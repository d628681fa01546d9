// The few pages that people see here, in Swedish and English. No script, no inline style.

const TEXTS = {
  sv: {
    login: 'Logga in',
    intro: 'Detta är en inloggning för demonstration. Personerna är påhittade.',
    username: 'Användarnamn',
    password: 'Lösenord',
    failed: 'Användarnamnet eller lösenordet stämmer inte.',
    people: 'Demonstrationens personer',
    passwordRule: 'Lösenordet är slussen- och förnamnet, till exempel slussen-anna.',
    logout: 'Logga ut',
    logoutQuestion: 'Vill du logga ut?',
    stay: 'Fortsätt vara inloggad',
    loggedOut: 'Du är utloggad',
    loggedOutText: 'Du kan stänga fönstret.',
    failure: 'Inloggningen kunde inte fortsätta',
    failureText: 'Den kan ha tagit för lång tid. Gå tillbaka till tjänsten och logga in på nytt.',
  },
  en: {
    login: 'Log in',
    intro: 'This login is for demonstration. The people are made up.',
    username: 'User name',
    password: 'Password',
    failed: 'The user name or the password is not right.',
    people: 'People of the demonstration',
    passwordRule: 'The password is slussen- and the first name, for example slussen-anna.',
    logout: 'Log out',
    logoutQuestion: 'Do you want to log out?',
    stay: 'Stay logged in',
    loggedOut: 'You are logged out',
    loggedOutText: 'You may close the window.',
    failure: 'The login could not go on',
    failureText: 'It may have taken too long. Go back to the service and log in again.',
  },
};

const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = (text) => String(text).replace(/[&<>"']/g, (sign) => ENTITIES[sign]);

/** The language asked for first: the client's wish, then the browser's; Swedish where neither is known. */
export function language(req, wish = '') {
  const asked = `${wish},${req.headers['accept-language'] ?? ''}`.toLowerCase().split(/[ ,;]+/);
  return asked.map((tag) => tag.slice(0, 2)).find((tag) => tag in TEXTS) ?? 'sv';
}

function page(lang, title, content) {
  return `<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} - Slussen</title>
<link rel="stylesheet" href="/pages.css">
</head>
<body>
<main>
<h1>${title}</h1>
${content}
</main>
</body>
</html>
`;
}

/** The login form; after a failed try the name stays and the field says what is wrong. */
export function login(lang, users, { username = '', failed = false } = {}) {
  const text = TEXTS[lang];
  const alert = failed ? `<p class="alert" role="alert" id="failed">${text.failed}</p>` : '';
  const mark = failed ? ' aria-invalid="true" aria-describedby="failed"' : '';
  const people = users.map((user) => `<li><code>${escape(user.username)}</code> ${escape(user.title[lang])}</li>`);
  return page(
    lang,
    text.login,
    `<p>${text.intro}</p>
${alert}
<form method="post">
<label for="username">${text.username}</label>
<input id="username" name="username" value="${escape(username)}" autocomplete="username" autocapitalize="none" spellcheck="false" required${mark}>
<label for="password">${text.password}</label>
<input id="password" name="password" type="password" autocomplete="current-password" required${mark}>
<button type="submit">${text.login}</button>
</form>
<details>
<summary>${text.people}</summary>
<p>${text.passwordRule}</p>
<ul>${people.join('\n')}</ul>
</details>`,
  );
}

/** The question before logout; `form` is oidc-provider's own form, which the buttons send. */
export function logout(lang, form) {
  const text = TEXTS[lang];
  return page(
    lang,
    text.logout,
    `<p>${text.logoutQuestion}</p>
${form}
<button type="submit" form="op.logoutForm" name="logout" value="yes">${text.logout}</button>
<button type="submit" form="op.logoutForm" class="second">${text.stay}</button>`,
  );
}

export function loggedOut(lang) {
  return page(lang, TEXTS[lang].loggedOut, `<p>${TEXTS[lang].loggedOutText}</p>`);
}

export function failure(lang, { error, error_description: description = '' }) {
  const said = `${escape(error)} ${escape(description)}`.trim();
  return page(lang, TEXTS[lang].failure, `<p role="alert">${TEXTS[lang].failureText}</p><p><code>${said}</code></p>`);
}
