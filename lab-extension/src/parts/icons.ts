import { LabIcon } from '@jupyterlab/ui-components';

/** Icons that JupyterLab has none for, drawn in the colour of the text around them. */
function icon(name: string, body: string): LabIcon {
  return new LabIcon({
    name: `jupyterlab-lakeside:${name}`,
    svgstr: `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 16 16">
      <g style="fill:none;stroke:currentColor;stroke-width:1.2;stroke-linecap:round;stroke-linejoin:round">${body}</g>
    </svg>`
  });
}

export const lakeIcon = new LabIcon({
  name: 'jupyterlab-lakeside:lake',
  svgstr: `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 24 24">
    <path class="jp-icon3 jp-icon-selectable" fill="#616161" d="M2 12.6 8.6 4.2a1 1 0 0 1 1.6 0l3.3 4.3 1.6-1.9a1 1 0 0 1 1.5 0L22 12.6z"/>
    <path class="jp-icon3 jp-icon-selectable" fill="#616161" d="M2 15.2c1.7-1.2 3.3-1.2 5 0s3.3 1.2 5 0 3.3-1.2 5 0 3.3 1.2 5 0v1.9c-1.7 1.2-3.3 1.2-5 0s-3.3-1.2-5 0-3.3 1.2-5 0-3.3-1.2-5 0zM2 19c1.7-1.2 3.3-1.2 5 0s3.3 1.2 5 0 3.3-1.2 5 0 3.3 1.2 5 0v1.9c-1.7 1.2-3.3 1.2-5 0s-3.3-1.2-5 0-3.3 1.2-5 0-3.3-1.2-5 0z"/>
  </svg>`
});

export const containerIcon = icon('container', '<path d="M2.5 6h11v7.5h-11zM3.5 4h9M4.5 2h7M5.5 9.7h5"/>');
export const datasetIcon = icon('dataset', '<path d="M2.5 3.5h11v9.5h-11zM6.2 3.5v9.5M9.8 3.5v9.5"/>');
export const fileIcon = icon('file', '<path d="M4 2.5h5.2L12 5.3v8.2H4zM9 2.7v2.8h2.8"/>');

export const elsewhereIcon = icon(
  'elsewhere',
  '<path d="M4.7 12h6.8a2.5 2.5 0 0 0 .3-5 3.7 3.7 0 0 0-7-.4A2.8 2.8 0 0 0 4.7 12z"/>'
);
export const partialIcon = icon(
  'partial',
  '<circle cx="8" cy="8" r="5"/><path style="fill:currentColor;stroke:none" d="M8 3a5 5 0 0 0 0 10z"/>'
);
export const comingIcon = icon('coming', '<path d="M8 2.5v8.5M4.5 7.8 8 11.2l3.5-3.4M3.5 13.5h9"/>');
export const hereIcon = icon('here', '<path style="stroke-width:1.8" d="m3 8.5 3.3 3.3L13 4.8"/>');
export const unverifiedIcon = icon(
  'unverified',
  '<path style="stroke-width:1.5" d="m1.8 8.7 2.9 2.9 5.6-6.6M13.2 3.8v5M13.2 11.7v.1"/>'
);
export const badIcon = icon('bad', '<path style="stroke-width:1.8" d="m4 4 8 8M12 4l-8 8"/>');
export const tapeIcon = icon(
  'tape',
  '<circle cx="5" cy="8" r="2.6"/><circle cx="11" cy="8" r="2.6"/><path d="M5 10.6h6"/>'
);
export const unavailableIcon = icon(
  'unavailable',
  '<path d="M4.7 12h6.8a2.5 2.5 0 0 0 .3-5 3.7 3.7 0 0 0-7-.4A2.8 2.8 0 0 0 4.7 12zM2.5 2.5l11 11"/>'
);
export const someIcon = icon('some', '<path d="M8 3 2.7 12.5h10.6zM8 6.8v2.6M8 11v.1"/>');
export const loopIcon = icon('loop', '<path d="M12.8 8a4.8 4.8 0 1 1-1.5-3.5M12.8 2.2v2.9H9.9"/>');
export const clockIcon = icon('clock', '<circle cx="8" cy="8" r="5.5"/><path d="M8 4.8V8l2.3 1.6"/>');
export const funnelIcon = icon('funnel', '<path d="M2.5 3.5h11L9.4 8.4v4.1l-2.8 1V8.4z"/>');
