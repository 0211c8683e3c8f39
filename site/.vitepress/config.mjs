// The site of docs/. The sidebar is docs/README.md; dev/site sets the variables.
import { existsSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { defineConfig } from 'vitepress'

const repository = process.env.BUSLINE_REPOSITORY
const version = process.env.BUSLINE_VERSION
const pages = new URL('../pages/', import.meta.url)

/** The sections of docs/README.md, each a list of links to pages. */
function sidebar() {
  const sections = []
  for (const line of readFileSync(new URL('index-of-docs.md', import.meta.url), 'utf8').split('\n')) {
    const heading = /^## (.*)/.exec(line)
    const link = /^- \[(.*)\]\((.*)\.md\)/.exec(line)
    if (heading) sections.push({ text: heading[1], items: [] })
    if (link) sections.at(-1).items.push({ text: link[1], link: '/' + link[2].replace(/README$/, 'index') })
  }
  sections.at(-1).items.push({ text: 'API', link: '/api/index.html', target: '_self' })
  return sections
}

/** A link out of docs/ goes to the repository, and one to a README to the page that stands for it. */
function rewrite(href, page) {
  if (/^[a-z]+:|^#/.test(href)) return href
  const [path, anchor] = href.split('#')
  const target = posix.join('docs', posix.dirname(page), path)
  const inside = target.startsWith('docs/')
  if (inside && existsSync(new URL(target.slice(5).replace(/README\.md$/, 'index.md'), pages))) {
    return path.replace(/README\.md$/, 'index.md') + (anchor ? '#' + anchor : '')
  }
  return `${repository}/blob/main/${target}${anchor ? '#' + anchor : ''}`
}

function links(md) {
  md.core.ruler.push('links', state => {
    for (const block of state.tokens) {
      for (const token of block.children ?? []) {
        if (token.type === 'link_open') token.attrSet('href', rewrite(token.attrGet('href'), state.env.relativePath))
      }
    }
  })
}

/** Wide tables scroll by themselves, also with the keyboard. */
function tables(md) {
  md.renderer.rules.table_open = () => '<div class="table" tabindex="0" role="region" aria-label="Table"><table>'
  md.renderer.rules.table_close = () => '</table></div>'
}

/** {{ and other signs of Vue are text in a page. */
function plainText(md) {
  const inline = md.renderer.rules.code_inline
  md.renderer.rules.code_inline = (tokens, at, ...rest) => {
    tokens[at].attrSet('v-pre', '')
    return inline(tokens, at, ...rest)
  }
}

export default defineConfig({
  lang: 'en',
  title: 'Busline',
  description: 'An event bus for microservices in Java. The broker is a URL.',
  base: process.env.BUSLINE_BASE,
  srcDir: 'pages',
  outDir: 'dist',
  cacheDir: 'cache',
  ignoreDeadLinks: [/^\/api\//],
  head: [['link', { rel: 'icon', type: 'image/svg+xml', href: process.env.BUSLINE_BASE + 'mark.svg' }]],
  markdown: {
    theme: { light: 'github-light-high-contrast', dark: 'github-dark' },
    languageAlias: { kts: 'kotlin' },
    config: md => md.use(links).use(tables).use(plainText),
  },
  vite: { build: { chunkSizeWarningLimit: 2000 } },
  themeConfig: {
    logo: { src: '/mark.svg', alt: '' },
    nav: [
      { text: 'Quickstart', link: '/guide/quickstart' },
      { text: 'Guide', link: '/guide/publishing', activeMatch: '^/guide/(?!quickstart)' },
      { text: 'Performance', link: '/performance' },
      { text: 'API', link: '/api/index.html', target: '_self' },
      { text: version, items: [
        { text: 'Changes', link: `${repository}/blob/main/CHANGELOG.md` },
        { text: 'Sources', link: repository },
      ] },
    ],
    sidebar: sidebar(),
    outline: { level: [2, 3], label: 'On this page' },
    search: { provider: 'local', options: {
      detailedView: true,
      // The guide answers before the decisions do.
      miniSearch: { searchOptions: { boostDocument: id => (id.includes('/adr/') ? 0.2 : 1) } },
    } },
    externalLinkIcon: true,
    docFooter: { prev: 'Before', next: 'Next' },
    footer: { message: 'Apache License 2.0' },
  },
})
