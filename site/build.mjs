// Makes the site of docs/ in the folder that it is given: dev/site copies this folder there first.
import { cpSync, copyFileSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vitepress'

const [root, work] = process.argv.slice(2)
const pages = join(work, 'pages')

rmSync(pages, { recursive: true, force: true })
cpSync(join(root, 'docs'), pages, { recursive: true })
copyFileSync(join(pages, 'README.md'), join(work, '.vitepress', 'index-of-docs.md'))
rmSync(join(pages, 'README.md'))
renameSync(join(pages, 'adr', 'README.md'), join(pages, 'adr', 'index.md'))
cpSync(join(work, 'public'), join(pages, 'public'), { recursive: true })
mkdirSync(join(pages, 'public'), { recursive: true })

// The first page shows the program of README.md, which is compiled and run, and says what it says of the rates.
const readme = readFileSync(join(root, 'README.md'), 'utf8')
const example = /```java run\n[\s\S]*?\n```/.exec(readme)?.[0]
const figures = /^- \*\*It costs little\.\*\* (.*)$/m.exec(readme)?.[1]
if (!example || !figures) {
  throw new Error('README.md has no block "java run", or no item "It costs little", which the first page shows')
}
const pagesWithRates = readme + readFileSync(join(pages, 'performance.md'), 'utf8')
for (const rate of ['0.97 to 1.16', 'six times (Kafka)', '88,900']) {
  if (!pagesWithRates.includes(rate)) {
    throw new Error(`"${rate}" is in neither README.md nor docs/performance.md any more: say in site/front.md what they say now`)
  }
}
const front = readFileSync(join(work, 'front.md'), 'utf8')
  .replace('<!-- example -->', () => example.replace('java run', 'java'))
  .replace('<!-- figures -->', () => figures.replaceAll('](docs/', ']('))
writeFileSync(join(pages, 'index.md'), front)

await build(work)
