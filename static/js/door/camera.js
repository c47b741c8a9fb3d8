// Reading QR codes with the camera: by the browser itself where it can, else by the vendored jsQR.

const PAUSE = 120;
const SIDE = 720;
const SAME_FOR = 4000; // a badge still held before the camera is not read twice

export class Camera {
  constructor(video, reader, onText) {
    this.video = video;
    this.reader = reader;
    this.onText = onText;
    this.paused = false;
    this.last = { text: "", at: 0 };
  }

  get isOn() {
    return Boolean(this.stream);
  }

  async start() {
    this.stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: { facingMode: "environment" } });
    this.video.srcObject = this.stream;
    await this.video.play();
    this.read ??= await this.#reading();
    this.#look();
  }

  stop() {
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = null;
    this.video.srcObject = null;
  }

  async #reading() {
    if ("BarcodeDetector" in window && (await BarcodeDetector.getSupportedFormats()).includes("qr_code")) {
      const detector = new BarcodeDetector({ formats: ["qr_code"] });
      return async () => (await detector.detect(this.video))[0]?.rawValue ?? "";
    }
    await import(this.reader);
    const canvas = document.createElement("canvas");
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    return async () => {
      const scale = Math.min(1, SIDE / Math.max(this.video.videoWidth, this.video.videoHeight));
      canvas.width = Math.round(this.video.videoWidth * scale);
      canvas.height = Math.round(this.video.videoHeight * scale);
      pen.drawImage(this.video, 0, 0, canvas.width, canvas.height);
      const picture = pen.getImageData(0, 0, canvas.width, canvas.height);
      return window.jsQR(picture.data, picture.width, picture.height, { inversionAttempts: "dontInvert" })?.data ?? "";
    };
  }

  async #look() {
    if (!this.isOn) return;
    try {
      if (!this.paused && this.video.videoWidth) this.#seen(await this.read());
    } catch {
      // a frame that could not be read; the next one comes at once
    }
    setTimeout(() => this.#look(), PAUSE);
  }

  #seen(text) {
    if (!text) return;
    const isSame = text === this.last.text && Date.now() - this.last.at < SAME_FOR;
    this.last = { text, at: Date.now() };
    if (!isSame) this.onText(text);
  }
}
