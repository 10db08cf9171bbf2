import { mkdir, realpath, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { expect, it } from 'vitest';
import { listSources } from './list.ts';
import { temporaryFolder } from './test-files.ts';

/** A folder with the given files, each holding its own name. */
async function folderOf(...names: readonly string[]): Promise<string> {
  const folder = await realpath(await temporaryFolder());
  for (const name of names) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), name);
  }
  return folder;
}

/** The files found in a folder, and the warnings, without the folder's own name. */
async function list(folder: string): Promise<{ files: readonly string[]; warnings: readonly string[] }> {
  const { files, warnings } = await listSources([folder]);
  const name = relative(dirname(folder), folder);
  return {
    files: files.map((file) => relative(folder, file)),
    warnings: warnings.map((warning) => warning.replace(`${name}/`, '')),
  };
}

it('finds what can be read, at any depth, in order', async () => {
  const folder = await folderOf('b.txt', 'a.MD', '市/县/规划.docx', '市/x.pdf', 'c.html', 'd.htm', 'B.txt');
  expect(await list(folder)).toEqual({
    files: ['B.txt', 'a.MD', 'b.txt', 'c.html', 'd.htm', '市/x.pdf', '市/县/规划.docx'],
    warnings: [],
  });
});

it('passes over what is no plan without a word', async () => {
  const folder = await folderOf(
    '.git/a.txt',
    '.b.txt',
    'README.md',
    'readme.zh.txt',
    'plans.yaml',
    '~$c.docx',
    'd.txt',
  );
  expect(await list(folder)).toEqual({ files: ['d.txt'], warnings: [] });
});

it('warns of what it cannot read', async () => {
  const folder = await folderOf('old.doc', 'LICENSE', 'a.txt');
  expect(await list(folder)).toEqual({
    files: ['a.txt'],
    warnings: [
      'LICENSE: files without an ending are not read. Save it as one of .txt .md .html .htm .docx .pdf.',
      'old.doc: .doc files are not read. Save it as one of .txt .md .html .htm .docx .pdf.',
    ],
  });
});

it('follows links within the folder only, and finds each file once', async () => {
  const outside = await folderOf('secret.txt', 'deep/secret.txt');
  const folder = await folderOf('plan.txt', '.store/kept.txt', 'sub/a.txt');
  await symlink(join(outside, 'secret.txt'), join(folder, 'out.txt'));
  await symlink(join(outside, 'deep'), join(folder, 'out'));
  await symlink(join(folder, 'plan.txt'), join(folder, 'again.txt'));
  await symlink(join(folder, '.store/kept.txt'), join(folder, 'kept.txt'));
  await symlink(folder, join(folder, 'sub/circle'));
  await symlink(join(folder, 'sub'), join(folder, 'alias'));
  await symlink(join(folder, 'gone.txt'), join(folder, 'broken.txt'));
  const { files, warnings } = await list(folder);
  expect(files).toEqual(['kept.txt', 'plan.txt', 'sub/a.txt']);
  expect(warnings.toSorted()).toEqual([
    'broken.txt: does not exist. Check its name and permissions.',
    expect.stringMatching(/^out.txt: a link that leads out/u),
    expect.stringMatching(/^out: a link that leads out/u),
  ]);
});

it('takes several folders, one within the other, and single files', async () => {
  const folder = await folderOf('a.txt', 'sub/b.txt');
  const { files, warnings } = await listSources([folder, join(folder, 'sub'), join(folder, 'a.txt')]);
  expect(files).toEqual([join(folder, 'a.txt'), join(folder, 'sub/b.txt')]);
  expect(warnings).toEqual([]);
});

it('warns of a folder that is not there, and reads the others', async () => {
  const folder = await folderOf('a.txt');
  const { files, warnings } = await listSources([join(folder, 'missing'), folder]);
  expect(files).toEqual([join(folder, 'a.txt')]);
  expect(warnings).toEqual(['missing: does not exist. Check its name and permissions.']);
});
