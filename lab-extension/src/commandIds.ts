/** Commands that several parts name. Each belongs to one plugin, and is absent where that is switched off. */
export const Commands = {
  openPanel: 'lakeside:open-panel',
  search: 'lakeside:search',
  attach: 'lakeside:attach',
  detach: 'lakeside:detach',
  bindAgain: 'lakeside:bind-again',
  download: 'lakeside:download',
  cancelDownload: 'lakeside:cancel-download',
  copyDid: 'lakeside:copy-did',
  copyList: 'lakeside:copy-list',
  refreshListing: 'lakeside:refresh-listing',
  openWeb: 'lakeside:open-webui',
  saveSearch: 'lakeside:save-search',
  forgetSearch: 'lakeside:forget-search',
  clearRecent: 'lakeside:clear-recent-searches',
  tryNow: 'lakeside:try-now',
  login: 'lakeside:login',
  logout: 'lakeside:logout',
  useInstance: 'lakeside:use-instance'
} as const;
