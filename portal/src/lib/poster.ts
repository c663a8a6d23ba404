/** The picture that stands for a video: a frame that this browser takes of the file, or one that somebody chose. */
import { ask, POST } from './api';

const LONGEST_EDGE = 1920;
const PATIENCE_MS = 20_000;
/** Most videos begin with a fade from black. */
const AFTER_SECONDS = 2;

const once = (video: HTMLVideoElement, event: string) =>
  new Promise<void>((resolve, reject) => {
    video.addEventListener(event, () => resolve(), { once: true });
    video.addEventListener('error', () => reject(new Error('This browser cannot show the video.')), {
      once: true,
    });
    setTimeout(() => reject(new Error('The video took too long.')), PATIENCE_MS);
  });

/** A frame as JPEG; null when this browser cannot decode the video. */
export async function takeFrame(file: Blob): Promise<Blob | null> {
  const video = document.createElement('video');
  const url = URL.createObjectURL(file);
  try {
    video.muted = true;
    video.preload = 'auto';
    video.src = url;
    await once(video, 'loadeddata');
    const seek = once(video, 'seeked');
    video.currentTime = Math.min(AFTER_SECONDS, video.duration / 3);
    await seek;
    return await drawn(video);
  } catch {
    return null;
  } finally {
    video.removeAttribute('src');
    video.load();
    URL.revokeObjectURL(url);
  }
}

function drawn(video: HTMLVideoElement): Promise<Blob | null> {
  const { videoWidth, videoHeight } = video;
  if (!videoWidth || !videoHeight) return Promise.resolve(null);
  const scale = Math.min(1, LONGEST_EDGE / Math.max(videoWidth, videoHeight));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(videoWidth * scale);
  canvas.height = Math.round(videoHeight * scale);
  canvas.getContext('2d')?.drawImage(video, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.9));
}

/** Sends a picture to its place; the server then judges it as it judges a photo. */
export async function sendPoster(listing_id: string, asset_id: string, picture: Blob): Promise<void> {
  const params = { path: { listing_id, asset_id } };
  const call = { params, body: { bytes: picture.size } };
  const { url } = await ask(POST('/api/listings/{listing_id}/assets/{asset_id}/poster', call));
  const answer = await fetch(url, { method: 'PUT', body: picture });
  if (!answer.ok) throw new Error(`Storage answered ${answer.status}.`);
}

/** Takes a frame of a video that is being uploaded; without one the workspace asks for a picture. */
export async function posterOf(listing_id: string, asset_id: string, file: File): Promise<void> {
  const frame = await takeFrame(file);
  if (frame) await sendPoster(listing_id, asset_id, frame);
}
