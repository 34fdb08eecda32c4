/** Text of the share dialog. */
export const shareMessages = {
  title: 'Share',
  linkType: 'Link type',
  kinds: {
    digest: { name: 'By digest', note: 'Immutable: always opens exactly this content.' },
    tag: { name: 'By tag', note: 'Opens whatever the tag points to at that time.' },
  },
  copyLink: 'Copy link',
  sendTo: 'Send to…',
  sendFailed: 'Sharing failed. Copy the link instead.',
  qrCode: (kind: string) => `QR code of the link ${kind.toLowerCase()}`,
  localPage: 'This app runs on localhost, so its links only open on this computer.',
  localRegistry: 'The registry runs on localhost, so others can’t reach it.',
  privacy: 'The image name is in the URL fragment and is never sent to a server.',
};
