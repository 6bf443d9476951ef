/** No block is larger: orderers cut at 10 MB, and gRPC carries at most 100 MB. */
export const blockBytesAtMost = 100 * 1024 * 1024
