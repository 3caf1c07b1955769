import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, copyFile, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { installOnce } from './installOnce';
import { npmInstall } from './npmInstall';
import { cacheFolder } from './repository';

const run = promisify(execFile);

/** A Chromium and what its process needs on top of the environment. */
export interface BrowserInstallation {
  readonly executable: string;
  readonly env: Readonly<Record<string, string>>;
}

/** The browser named by CHROMIUM_PATH, else one on the PATH, else one installed from npm into the cache. */
export async function installBrowser(): Promise<BrowserInstallation> {
  const executable =
    process.env['CHROMIUM_PATH'] ?? (await onPath(['chromium', 'google-chrome', 'google-chrome-stable']));
  return executable === undefined ? fromNpm() : { executable, env: {} };
}

async function onPath(names: readonly string[]): Promise<string | undefined> {
  for (const folder of (process.env['PATH'] ?? '').split(path.delimiter)) {
    for (const name of names) {
      const file = path.join(folder, name);
      const executable = await access(file, constants.X_OK).then(
        () => true,
        () => false,
      );
      if (executable) return file;
    }
  }
  return undefined;
}

async function fromNpm(): Promise<BrowserInstallation> {
  const folder = await installOnce(cacheFolder, 'chromium-147', async (partial) => {
    console.log('Installing Chromium from npm into .cache ...');
    await npmInstall(partial, ['@sparticuz/chromium@147.0.0', '@expo-google-fonts/jetbrains-mono@0.4.1']);
    await unpack(partial);
    await addMonospacedFont(partial);
  });
  const unpacked = path.join(folder, 'unpacked');
  return {
    executable: path.join(unpacked, 'chromium'),
    env: {
      LD_LIBRARY_PATH: path.join(unpacked, 'al2023/lib'),
      FONTCONFIG_PATH: path.join(unpacked, 'fonts'),
    },
  };
}

/** The package unpacks into the temporary folder, and brings its own system libraries only where it believes itself in a Lambda. */
async function unpack(folder: string): Promise<void> {
  const unpacked = path.join(folder, 'unpacked');
  await mkdir(unpacked);
  const script = `import chromium from '@sparticuz/chromium'; await chromium.executablePath();`;
  await run(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: folder,
    env: { ...process.env, TMPDIR: unpacked, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' },
  });
}

const fontConfiguration = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <alias binding="same"><family>monospace</family><prefer><family>JetBrains Mono</family></prefer></alias>
</fontconfig>
`;

async function addMonospacedFont(folder: string): Promise<void> {
  const fonts = path.join(folder, 'unpacked/fonts');
  const source = path.join(folder, 'node_modules/@expo-google-fonts/jetbrains-mono');
  for (const style of ['400Regular', '700Bold', '400Regular_Italic']) {
    const file = `JetBrainsMono_${style}.ttf`;
    await copyFile(path.join(source, style, file), path.join(fonts, 'fonts', file));
  }
  await writeFile(path.join(fonts, 'fonts.conf'), fontConfiguration);
}
