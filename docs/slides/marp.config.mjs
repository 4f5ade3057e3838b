import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Marp } from '@marp-team/marp-core'

// The deck shows the guides' own pictures: a block ```picture names a page, and perhaps which picture of it.

const docs = join(dirname(fileURLToPath(import.meta.url)), '..')
const mermaid = createRequire(import.meta.url).resolve('mermaid/dist/mermaid.min.js')

/** The text of a picture, such as the one of "step-3-handlers.md 2", its second. */
function picture(reference) {
  const [page, number = '1'] = reference.trim().split(/\s+/)
  const pictures = [...readFileSync(join(docs, page), 'utf8').matchAll(/^```mermaid\n(.*?)^```$/gms)]
  const found = pictures[Number(number) - 1]
  if (!found) throw new Error(`docs/${page} has no picture number ${number}`)
  return found[1]
}

// Drawn outside of the slide, because a slide is scaled and a picture measures its text.
const draw = `
  mermaid.initialize({ startOnLoad: false, theme: 'neutral', flowchart: { rankSpacing: 35, nodeSpacing: 25, padding: 6 } })
  for (const [i, place] of document.querySelectorAll('.picture').entries()) {
    mermaid.render('picture' + i, place.textContent).then(({ svg }) => { place.innerHTML = svg })
  }`

function pictures(markdown) {
  const fence = markdown.renderer.rules.fence
  markdown.renderer.rules.fence = (tokens, index, ...rest) =>
    tokens[index].info.trim() === 'picture'
      ? `<div class="picture">${markdown.utils.escapeHtml(picture(tokens[index].content))}</div>`
      : fence(tokens, index, ...rest)
}

class Deck extends Marp {
  render(markdown, env) {
    const rendered = super.render(markdown, env)
    const script = `<script>${readFileSync(mermaid, 'utf8')}</script><script>${draw}</script>`
    if (Array.isArray(rendered.html)) rendered.html.push(script)
    else rendered.html += script
    return rendered
  }
}

export default {
  html: true,
  engine: (options) => new Deck({ ...options, html: true, script: false }).use(pictures),
}
