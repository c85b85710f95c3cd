// The style sheet: narrow and wide screens, light and dark, forced colors, print.

extension HistoryPage {
    static let style: HTML = """
        /* What was counted is set in a sans serif, what was said in a serif. One colour marks what is a result. */
        :root {
          color-scheme: light dark;
          --paper: #fcfcfb;
          --ink: #191c20;
          --soft: #575e66;
          --rule: #d8dbdc;
          --tint: #eef1f0;
          --mark: #0a6a5a;
          --dot: #6d747b;
          --sans: -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "Liberation Sans", Arial,
            sans-serif;
          --serif: "Iowan Old Style", Charter, "Palatino Linotype", Georgia, "Noto Serif", "Liberation Serif", serif;
          --aside: 11rem;
          --gap: 3rem;
        }
        @media screen and (prefers-color-scheme: dark) {
          :root {
            --paper: #14171a;
            --ink: #e7e9ea;
            --soft: #a0a8af;
            --rule: #33393e;
            --tint: #1e2327;
            --mark: #63c9b2;
            --dot: #8d959c;
          }
        }
        @media (forced-colors: active) {
          :root {
            --paper: Canvas;
            --ink: CanvasText;
            --soft: CanvasText;
            --rule: GrayText;
            --tint: Canvas;
            --mark: LinkText;
            --dot: CanvasText;
          }
        }

        *, ::before, ::after { box-sizing: border-box; }
        html { background: var(--paper); -webkit-text-size-adjust: 100%; }
        body {
          max-width: 74rem;
          margin: 0 auto;
          padding: 0 clamp(1rem, 4vw, 3rem);
          background: var(--paper);
          color: var(--ink);
          font: 1rem/1.5 var(--sans);
          overflow-wrap: anywhere;
        }
        h1, h2, h3, h4, p, ul, ol, dl, dd, figure { margin: 0; padding: 0; font-size: 1em; }
        ul, ol { list-style: none; }
        small { font-size: .8125rem; color: var(--soft); }
        a { color: inherit; text-underline-offset: .25em; text-decoration-color: var(--soft); }
        a:hover { color: var(--mark); }
        :focus-visible { outline: 3px solid var(--mark); outline-offset: 2px; border-radius: 2px; }
        .none { color: var(--soft); }
        .note { color: var(--soft); font-size: .875rem; }

        /* The head of the page */
        .skip {
          position: absolute;
          inset: .5rem auto auto 50%;
          translate: -50% -200%;
          padding: .5rem 1rem;
          background: var(--paper);
        }
        .skip:focus { translate: -50% 0; }
        header { padding: clamp(2.5rem, 8vw, 5.5rem) 0 1.5rem; }
        h1 {
          margin-bottom: .75rem;
          font: 400 clamp(2.25rem, 6.5vw, 4rem)/1.05 var(--serif);
          letter-spacing: -.02em;
          text-wrap: balance;
        }
        header p { color: var(--soft); }
        header .user { color: var(--ink); font-weight: 600; }
        nav ul { display: flex; flex-wrap: wrap; column-gap: 1.5rem; margin-bottom: 2rem; }
        nav a { display: inline-block; padding: .375rem 0; font-size: .9375rem; }

        /* Sections: the title beside the content, above it where there is little room */
        section { padding: 1.75rem 0 2.75rem; border-top: 1px solid var(--ink); }
        section:has(> .content > .none) { padding-bottom: 1.5rem; }
        h2 { margin-bottom: 1.5rem; font-size: 1rem; font-weight: 600; line-height: 1.5; }
        .content { min-width: 0; }
        @media (min-width: 60rem) {
          section { display: grid; grid-template-columns: var(--aside) minmax(0, 1fr); column-gap: var(--gap); }
          h2 { position: sticky; top: 1.75rem; align-self: start; }
        }

        /* Figures */
        .figures {
          display: grid;
          grid-template-columns: repeat(auto-fit, minmax(min(100%, 9rem), 1fr));
          gap: 2rem 1.5rem;
        }
        .figures dt { font-size: .875rem; color: var(--soft); }
        .figures .value {
          margin: .125rem 0 .375rem;
          font: 400 clamp(2rem, 5vw, 2.75rem)/1.15 var(--serif);
          font-variant-numeric: lining-nums;
          letter-spacing: -.01em;
          overflow-wrap: break-word;
        }

        /* Plots: the graphic stretches, its strokes and labels do not */
        .plot { padding-top: .625rem; }
        .axes {
          display: grid;
          grid-template-columns: auto minmax(0, 1fr);
          column-gap: .875rem;
          padding-inline-end: .25rem;
        }
        .axes svg { display: block; width: 100%; height: clamp(10rem, 26vw, 15rem); overflow: visible; }
        .axes path { fill: none; stroke-width: 1px; }
        .axes .rules { stroke: var(--rule); }
        .axes .dots { stroke: var(--dot); stroke-width: 7px; stroke-linecap: round; }
        .axes .dots.many { stroke-width: 3px; }
        .axes .around { stroke: transparent; stroke-width: 24px; stroke-linecap: round; pointer-events: stroke; }
        .axes .around.many { stroke-width: 9px; }
        .axes a:hover .dots { stroke: var(--mark); stroke-width: 11px; }
        .axes .line { pointer-events: none; stroke: var(--mark); stroke-width: 2.5px; stroke-linejoin: round; stroke-linecap: round; }
        .axes .line.many { stroke-width: 1.5px; }
        .axes .bars { fill: var(--mark); stroke: none; }
        .up, .across {
          color: var(--soft);
          font-size: .8125rem;
          line-height: 1.25rem;
          font-variant-numeric: tabular-nums;
          white-space: nowrap;
        }
        .up {
          display: flex;
          flex-direction: column;
          justify-content: space-between;
          margin: -.625rem 0;
          text-align: end;
        }
        .across { display: flex; justify-content: space-between; grid-column: 2; margin-top: .625rem; }
        .across span:only-child { margin: 0 auto; }
        figcaption { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; margin-top: 1rem; font-size: .875rem; }
        .key::before { content: ""; display: inline-block; margin-inline-end: .5em; vertical-align: middle; }
        .key.dots::before { width: 7px; height: 7px; border-radius: 50%; background: var(--dot); }
        .key.line::before { width: 1.25rem; border-top: 2.5px solid var(--mark); }

        /* Whatever opens has a chevron */
        summary { position: relative; cursor: pointer; list-style: none; }
        summary::-webkit-details-marker { display: none; }
        summary::before {
          content: "";
          width: .5rem;
          height: .5rem;
          border: solid var(--soft);
          border-width: 0 2px 2px 0;
          rotate: -45deg;
        }
        details[open] > summary::before { rotate: 45deg; }
        summary:hover { color: var(--mark); }
        .numbers > summary, .rest > summary {
          display: inline-flex;
          align-items: center;
          gap: .75rem;
          margin-top: .75rem;
          padding: .375rem .25rem;
          font-size: .875rem;
        }
        .numbers > table { margin-top: .75rem; }

        /* Tables */
        table { width: 100%; border-collapse: collapse; font-size: .9375rem; font-variant-numeric: tabular-nums; }
        th, td {
          padding: .5rem .75rem .5rem 0;
          border-bottom: 1px solid var(--rule);
          text-align: start;
          vertical-align: baseline;
          font-weight: 400;
        }
        thead th { padding-top: 0; color: var(--soft); font-size: .875rem; vertical-align: bottom; }
        tr > :last-child { padding-inline-end: 0; }
        td:last-child, thead th:last-child { text-align: end; }
        th time { white-space: nowrap; }
        th a { display: inline-block; margin: -.125rem 0; padding: .125rem 0; }
        table.technologies th:first-child { width: 55%; }
        table.weeks td, table.weeks th + th, table.technologies td, table.technologies th + th { text-align: end; }
        table.scores th:nth-child(n + 3), table.scores td:nth-child(n + 3) { text-align: end; }
        thead th { overflow-wrap: normal; }
        .bar { display: block; height: 3px; background: var(--tint); }
        .bar > span { display: block; height: 100%; background: var(--mark); }
        td .bar { display: none; }
        @media (min-width: 60rem) {
          td .bar { display: inline-block; width: 9rem; vertical-align: middle; }
          td .amount { display: inline-block; width: 4.5rem; }
        }

        /* Points */
        .points {
          display: grid;
          grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr));
          gap: 2rem var(--gap);
        }
        h3 { font-size: .875rem; font-weight: 400; line-height: 1.5; color: var(--soft); }
        .points h3 { padding-bottom: .5rem; border-bottom: 1px solid var(--rule); }
        .points .none { padding-top: .5rem; }
        .ranked li {
          display: flex;
          justify-content: space-between;
          align-items: baseline;
          gap: 1rem;
          padding: .5rem 0;
          border-bottom: 1px solid var(--rule);
        }
        .count { flex: none; color: var(--soft); font-size: .875rem; white-space: nowrap; }

        /* The list of interviews; of many, one that is out of sight is not laid out */
        .interview { border-bottom: 1px solid var(--rule); }
        .many > .interview { content-visibility: auto; contain-intrinsic-size: auto 4rem; }
        .interviews { border-top: 1px solid var(--rule); }
        .interview:target { background: var(--tint); box-shadow: inset 3px 0 var(--mark); }
        .interview summary {
          display: grid;
          grid-template-columns: 1.25rem minmax(0, 1fr) auto;
          gap: .25rem .5rem;
          align-items: baseline;
          padding: .875rem .25rem .875rem .375rem;
        }
        .interview summary::before { align-self: baseline; justify-self: start; margin-bottom: 1px; }
        .interview summary:focus-visible { outline-offset: -3px; }
        .interview summary > time { color: var(--soft); font-size: .9375rem; white-space: nowrap; }
        .interview summary > .technologies { grid-area: 2 / 2 / 3 / 4; font-weight: 600; }
        .interview summary > .status, .interview summary > .duration {
          grid-row: 3;
          color: var(--soft);
          font-size: .875rem;
        }
        .interview summary > .status { grid-column: 2; }
        .interview summary > .duration { grid-column: 3; text-align: end; }
        .interview summary > .score {
          grid-area: 1 / 3;
          text-align: end;
          font-size: 1.25rem;
          line-height: 1.2;
          font-variant-numeric: tabular-nums;
          white-space: nowrap;
        }
        .interview summary > .score.none { font-size: .875rem; }
        .duration b { color: var(--ink); font-weight: 400; }
        .status::before {
          content: "";
          display: inline-block;
          width: .625rem;
          height: .625rem;
          margin-inline-end: .5em;
          border: 2px solid var(--soft);
          border-radius: 50%;
        }
        .status.completed::before { border: .3125rem solid var(--mark); }
        .status.active::before { border-color: var(--mark); border-inline-start-width: .3125rem; }
        .status.failed::before { height: 2px; border-width: 2px 0 0; border-radius: 0; vertical-align: middle; }

        .body { padding: .5rem .25rem 2.5rem 2.125rem; }
        .body h3 { margin: 1.25rem 0 .375rem; }
        .text { max-width: 38rem; font: 1.0625rem/1.55 var(--serif); white-space: pre-wrap; }
        .mark { margin-bottom: .25rem; font: 400 2rem/1.2 var(--serif); font-variant-numeric: lining-nums; }
        .mark.none { font: inherit; }
        .lists {
          display: grid;
          grid-template-columns: repeat(auto-fit, minmax(min(100%, 12rem), 1fr));
          gap: 1.25rem 2rem;
          margin-top: 1.25rem;
          font-size: .9375rem;
        }
        h4 { margin-bottom: .25rem; font-size: .9375rem; font-weight: 600; }
        .lists li { padding: .125rem 0; }
        .advice { color: var(--soft); }
        blockquote {
          margin: .125rem 0 .375rem;
          padding-inline-start: .625rem;
          border-inline-start: 2px solid var(--mark);
          font-family: var(--serif);
        }
        blockquote a { color: inherit; text-decoration-color: var(--soft); }
        .turns li:target .said { text-decoration: underline; text-decoration-color: var(--mark); }
        .categories div {
          padding: .125rem 0 .25rem;
          display: grid;
          grid-template-columns: minmax(0, 1fr) auto;
          column-gap: 1rem;
        }
        .categories dd { display: contents; font-variant-numeric: tabular-nums; }
        .categories .bar { grid-column: 1 / -1; margin-top: .125rem; }
        .measures {
          display: grid;
          grid-template-columns: repeat(auto-fill, minmax(8.25rem, 1fr));
          gap: .75rem 1.5rem;
        }
        .measures dt { color: var(--soft); font-size: .875rem; }
        .measures dd { font-variant-numeric: tabular-nums; }
        .measures small { margin-inline-start: .25rem; }
        .left-out { margin-top: .75rem; color: var(--soft); font-size: .875rem; }

        /* What was said */
        .turns { display: grid; gap: 1rem; max-width: 46rem; }
        .who { color: var(--soft); font-size: .8125rem; line-height: 1.5; }
        .who time { margin-inline-start: .375rem; font-variant-numeric: tabular-nums; }
        .said { font: 1.0625rem/1.55 var(--serif); white-space: pre-wrap; }
        .interviewer .said { color: var(--soft); }
        .candidate .who { color: var(--mark); }

        @media (min-width: 60rem) {
          .interview summary {
            grid-template-columns: 1.25rem 6.5rem minmax(0, 1fr) 6.75rem 11rem 4.5rem;
            column-gap: .75rem;
          }
          .interview summary > * { grid-area: auto !important; }
          .interview summary > .duration { text-align: start; }
          .interview summary > .score.none { white-space: normal; line-height: 1.3; }
          .measures { grid-template-columns: repeat(auto-fill, minmax(11rem, 1fr)); }
          .body {
            display: grid;
            grid-template-columns: 6.5rem minmax(0, 1fr);
            gap: 2rem .75rem;
            padding: 1rem .25rem 3rem 2.375rem;
          }
          .body h3 { margin: 0; line-height: 1.7; }
          .turns li { display: grid; grid-template-columns: 6.5rem minmax(0, 1fr); column-gap: 1rem; }
          .who { line-height: 1.625rem; }
          .who time { display: block; margin: -.375rem 0 0; }
        }

        footer { padding: 1.5rem 0 4rem; border-top: 1px solid var(--ink); color: var(--soft); font-size: .875rem; }
        footer p { max-width: 46rem; }

        /* On paper everything is open */
        @media print {
          :root { color-scheme: only light; --paper: #fff; --soft: #4b5157; }
          html { font-size: 9.5pt; }
          body { max-width: none; padding: 0; }
          header { padding-top: 0; }
          a { text-decoration: none; }
          nav, .skip, .numbers > summary::before, .rest > summary::before { display: none; }
          .interview summary::before { visibility: hidden; }
          details::details-content { content-visibility: visible; block-size: auto; }
          .many > .interview { content-visibility: visible; }
          h2 { position: static; }
          summary, h2, h3, figure, tr, li:not(.interview), dl > div, .lists > div { break-inside: avoid; }
          .turns { display: block; }
          .turns li { margin-bottom: 1rem; }
          summary, h2, h3 { break-after: avoid; }
          .bar > span, .axes, .key::before, .status::before { print-color-adjust: exact; }
        }

        """
}
