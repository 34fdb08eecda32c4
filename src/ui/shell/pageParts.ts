// What is drawn after the tree: one file of the build, by the names that it is asked for.

export { ErrorPanel } from '../errors/ErrorPanel.tsx';
export { Pane } from '../image/Pane.tsx';
export { AppPage } from '../pages/AppPage.tsx';
export { HomePage } from '../pages/home/HomePage.tsx';
export { Divider } from './Divider.tsx';
export { RecordRecentImage } from './RecordRecentImage.tsx';
export { StatusLine } from './StatusLine.tsx';
