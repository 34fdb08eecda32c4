// The programs that tests need: found on PATH, installed on Debian when root, else requested in an error message.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const programs = {
  chromium: {
    package: 'chromium',
    names: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
    places: [
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
    ],
    hint: 'Chromium or Google Chrome (Fedora: dnf install chromium; macOS: brew install --cask chromium)',
  },
  'firefox-esr': {
    package: 'firefox-esr',
    names: ['firefox-esr', 'firefox'],
    places: ['/Applications/Firefox.app/Contents/MacOS/firefox'],
    hint: 'Firefox (Fedora: dnf install firefox; macOS: brew install --cask firefox)',
  },
  'docker-registry': {
    package: 'docker-registry',
    names: ['docker-registry', 'registry'],
    places: [],
    hint: 'CNCF Distribution as "docker-registry" or "registry" (Fedora: dnf install docker-distribution; others: github.com/distribution/distribution/releases)',
  },
  skopeo: {
    package: 'skopeo',
    names: ['skopeo'],
    places: [],
    hint: 'skopeo (Fedora: dnf install skopeo; macOS: brew install skopeo)',
  },
  umoci: {
    package: 'umoci',
    names: ['umoci'],
    places: [],
    hint: 'umoci (Fedora: dnf install umoci; others: github.com/opencontainers/umoci/releases)',
  },
  nginx: {
    package: 'nginx-light',
    names: ['nginx'],
    places: ['/usr/sbin/nginx'],
    hint: 'nginx (Fedora: dnf install nginx; macOS: brew install nginx)',
  },
  caddy: {
    package: 'caddy',
    names: ['caddy'],
    places: [],
    hint: 'Caddy (Fedora: dnf install caddy; macOS: brew install caddy)',
  },
  htpasswd: {
    package: 'apache2-utils',
    names: ['htpasswd'],
    places: [],
    hint: 'htpasswd (Fedora: dnf install httpd-tools; macOS has it)',
  },
  WebKitWebDriver: {
    package: 'webkit2gtk-driver',
    names: ['WebKitWebDriver'],
    places: [],
    hint: 'WebKitGTK with its driver (Fedora: dnf install webkit2gtk4.1)',
  },
  MiniBrowser: {
    package: 'webkit2gtk-driver',
    names: ['MiniBrowser'],
    places: ['4.1', '6.0', '4.0'].flatMap((version) =>
      ['x86_64', 'aarch64'].map((cpu) => `/usr/lib/${cpu}-linux-gnu/webkit2gtk-${version}/MiniBrowser`),
    ),
    hint: "WebKitGTK's MiniBrowser",
  },
  'xvfb-run': { package: 'xvfb', names: ['xvfb-run'], places: [], hint: 'xvfb-run' },
  xauth: { package: 'xauth', names: ['xauth'], places: [], hint: 'xauth' },
};

/** The programs for WebKit tests, which are skipped if they are missing and cannot be installed. */
export const webKitPrograms = ['WebKitWebDriver', 'MiniBrowser', 'xvfb-run', 'xauth'];

/** Returns the path of a program; undefined if it is not on this machine. */
export function findProgram(name) {
  const { names, places } = programs[name];
  const candidates = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((file) => join(folder, file)));
  return [...candidates, ...places].find(isExecutable);
}

/** Installs missing programs if possible. @throws Error that says what to install */
export function requirePrograms(names) {
  const missing = installPrograms(names);
  if (missing.length > 0) {
    throw new Error(
      `Please install ${missing.map((name) => programs[name].hint).join(', and ')}, then run this again.`,
    );
  }
}

/** Installs missing programs on Debian when root; returns those that are still missing. */
export function installPrograms(names) {
  const missing = names.filter((name) => !findProgram(name));
  if (missing.length > 0 && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log(`installing ${missing.join(', ')} with apt-get`);
    run('apt-get', ['update', '-q']);
    run('apt-get', [
      'install',
      '-y',
      '-q',
      '--no-install-recommends',
      ...new Set(missing.map((name) => programs[name].package)),
    ]);
  }
  return missing.filter((name) => !findProgram(name));
}

const disabledFeatures = [
  // Each new tab would start a renderer for the popup of the address bar, at 0.4 s of CPU time.
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  // The last flag of this name wins, so those of Playwright are repeated.
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
];

/** The flags that Chromium needs to run unattended, also as root. */
export const chromiumFlags = [
  `--disable-features=${disabledFeatures.join(',')}`,
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
];

function run(command, args) {
  const result = spawnSync(command, args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (result.status !== 0) console.error(`${command} ${args.join(' ')} ended with ${result.status ?? result.error}`);
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
