export {
  AppError,
  type AppErrorOptions,
  asAppError,
  type ErrorCode,
  errorCodes,
  hasCode,
  isAppError,
} from './appError.ts';
export { type Reason, reasons } from './reason.ts';
