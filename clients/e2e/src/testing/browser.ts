import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { chromium, type Page } from 'playwright-core';

/** Where a Chromium is that is installed; without one, that of the npm package is unpacked. */
export interface BrowserSettings {
  readonly chromiumPath?: string | undefined;
}

/** Why no browser can be opened here, in words for whoever runs the tests; undefined when one can. */
export function whyNoBrowser({ chromiumPath }: BrowserSettings): string | undefined {
  if (chromiumPath) return existsSync(chromiumPath) ? undefined : `CHROMIUM_PATH: there is nothing at ${chromiumPath}`;
  const { platform, arch } = process;
  if (platform === 'linux' && arch === 'x64') return undefined;
  return `no browser for ${platform} ${arch} comes with npm: name an installed Chromium or Chrome by CHROMIUM_PATH`;
}

/** A headless browser of this test's own, with nothing in it. */
export interface TestBrowser {
  /** A page without a cookie, at this address. */
  open(address: string): Promise<Page>;
  /** Ends the browser and removes all that it wrote. */
  close(): Promise<void>;
}

/** Opens a browser. It needs no root, no display, and nothing installed on Linux x64. */
export async function openBrowser({ chromiumPath }: BrowserSettings): Promise<TestBrowser> {
  const folder = await mkdtemp(join(tmpdir(), 'crosstrust-browser-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const browser = await chromium.launch(chromiumPath ? { executablePath: chromiumPath } : await unpack(folder));
    return {
      open: async (address) => {
        const page = await (await browser.newContext()).newPage();
        await page.goto(address);
        return page;
      },
      close: async () => {
        await browser.close();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

/**
 * Unpacks the package's Chromium with its libraries and fonts into this folder. The package writes into the system's
 * folder for temporary files, where root and others get in each other's way, so it is run in a process that has another.
 * Its own arguments are left alone: they switch off what a browser protects.
 */
async function unpack(folder: string) {
  const print = "import chromium from '@sparticuz/chromium'; process.stdout.write(await chromium.executablePath())";
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', print], {
    cwd: resolve(import.meta.dirname, '../..'),
    // by the name of a system that has no libraries of its own, so that they are unpacked as well
    env: { TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' },
  });
  return {
    executablePath: stdout,
    env: { HOME: folder, LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'), FONTCONFIG_PATH: join(folder, 'fonts') },
  };
}
