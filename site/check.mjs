// Follows every link of a site that is a folder, and finds what it would load from elsewhere.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'

const [site, base] = process.argv.slice(2)
const pages = readdirSync(site, { recursive: true }).filter(name => name.endsWith('.html')).map(name => join(site, name))
const anchors = new Map()
const wrong = []
let links = 0

function html(page) {
  return readFileSync(page, 'utf8').replace(/<(script|style)\b[^>]*>[\s\S]*?<\/\1>/g, tag => tag.slice(0, tag.indexOf('>') + 1))
}

function anchorsOf(page) {
  if (!anchors.has(page)) {
    const names = [...html(page).matchAll(/\s(?:id|name)="([^"]*)"/g)].map(found => plain(found[1]))
    anchors.set(page, new Set(names))
  }
  return anchors.get(page)
}

function plain(text) {
  return text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&#39;/g, "'").replace(/&amp;/g, '&')
}

/** The file that a path of the site is, or undefined. */
function file(path) {
  const folder = existsSync(path) && statSync(path).isDirectory()
  const found = [folder ? join(path, 'index.html') : path, path + '.html'].find(existsSync)
  return found
}

for (const page of pages) {
  const here = relative(site, page)
  for (const [, element, attributes] of html(page).matchAll(/<(\w+)\s([^>]*)>/g)) {
    for (const [, name, value] of attributes.matchAll(/\b(href|src)="([^"]*)"/g)) {
      const link = plain(value)
      links++
      if (/^(https?:)?\/\//.test(link)) {
        if (name === 'src' || (element === 'link' && !/rel="(canonical|license)"/.test(attributes))) wrong.push(`${here} loads ${link} from elsewhere`)
        continue
      }
      if (/^[a-z]+:/.test(link)) continue
      const [path, anchor] = link.split('#')
      if (path.startsWith(base + 'api/') && !existsSync(join(site, 'api'))) continue
      const target = path === '' ? page
        : path.startsWith('/') ? (path.startsWith(base) ? resolve(site, path.slice(base.length)) : '')
        : resolve(dirname(page), path)
      const found = target && file(decodeURIComponent(target))
      if (!found) wrong.push(`${here} links to ${link}, which is not there`)
      else if (anchor && found.endsWith('.html') && !anchorsOf(found).has(decodeURIComponent(anchor))) wrong.push(`${here} links to ${link}, and that page has no such place`)
    }
  }
}
for (const style of readdirSync(site, { recursive: true }).filter(name => name.endsWith('.css'))) {
  for (const [, url] of readFileSync(join(site, style), 'utf8').matchAll(/url\(["']?([^"')]*)/g)) {
    const target = url.startsWith('/') ? resolve(site, url.slice(base.length)) : resolve(site, dirname(style), url)
    if (/^(https?:)?\/\//.test(url)) wrong.push(`${style} loads ${url} from elsewhere`)
    else if (!/^(data:|#|%23)/.test(url) && !existsSync(target.replace(/[?#].*/, ''))) wrong.push(`${style} loads ${url}, which is not there`)
  }
}

if (wrong.length) {
  console.error([...new Set(wrong)].slice(0, 40).join('\n'))
  console.error(`${wrong.length} of ${links} links are broken`)
  process.exit(1)
}
console.log(`${pages.length} pages, ${links} links, none broken`)
