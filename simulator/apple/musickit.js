// A stand-in for MusicKit v3, with the part of its surface that a pre-add page uses.
(() => {
  "use strict";
  const SILENT = __SILENT__;
  const BASE = new URL(".", document.currentScript.src).href; // …/apple/
  const API = BASE + "v1";
  const SOURCE = "simulated-apple-music";
  let instance = null;

  class MKError extends Error {
    constructor(errorCode, description) {
      super(description);
      this.name = errorCode;
      this.errorCode = errorCode;
      this.description = description;
    }
  }

  class MusicKitInstance extends EventTarget {
    constructor({ developerToken, app, storefrontId }) {
      super();
      this.developerToken = developerToken;
      this.app = app || {};
      this._stored = "music." + (this.app.name || "app") + ".media-user-token";
      this.musicUserToken = localStorage.getItem(this._stored) || undefined;
      this.storefrontId = storefrontId || "us";
      this.storefrontCountryCode = this.storefrontId;
      this.api = { music: (path, query, options) => this._music(path, query, options) };
    }

    get isAuthorized() {
      return Boolean(this.musicUserToken);
    }

    addEventListener(name, listener, options) {
      super.addEventListener(name, listener, options);
    }

    async authorize() {
      const held = this.musicUserToken;
      if (SILENT) return new Promise(() => {});
      const popup = window.open(this._consentAddress(), "apple-music-consent", "width=500,height=620");
      if (held && (await this._isLive())) {
        if (popup) popup.close();
        return held;
      }
      if (!popup) throw new MKError("AUTHORIZATION_ERROR", "The pop-up was blocked");
      const answer = await this._answerOf(popup);
      if (answer.result !== "agreed") throw new MKError("AUTHORIZATION_ERROR", "Unauthorized");
      this._accept(answer);
      return this.musicUserToken;
    }

    async unauthorize() {
      this.musicUserToken = undefined;
      localStorage.removeItem(this._stored);
      this.dispatchEvent(new Event("authorizationStatusDidChange"));
    }

    _accept(answer) {
      this.musicUserToken = answer.musicUserToken;
      this.storefrontId = this.storefrontCountryCode = answer.storefront;
      localStorage.setItem(this._stored, answer.musicUserToken);
      this.dispatchEvent(new Event("authorizationStatusDidChange"));
    }

    _consentAddress() {
      const query = new URLSearchParams({
        app: this.app.name || "",
        origin: location.origin,
        token: this.developerToken,
      });
      return BASE + "authorize?" + query;
    }

    _answerOf(popup) {
      return new Promise((resolve) => {
        const finish = (answer) => {
          clearInterval(watch);
          window.removeEventListener("message", hear);
          resolve(answer);
        };
        const hear = (event) => {
          const ours = event.origin === new URL(BASE).origin;
          if (ours && event.data && event.data.source === SOURCE) finish(event.data);
        };
        const watch = setInterval(() => popup.closed && setTimeout(finish, 300, {}), 300);
        window.addEventListener("message", hear);
      });
    }

    async _isLive() {
      try {
        const answer = await this._music("/v1/me/storefront");
        this.storefrontId = this.storefrontCountryCode = answer.data.data[0].id;
        return true;
      } catch {
        await this.unauthorize();
        return false;
      }
    }

    async _music(path, query = {}, options = {}) {
      const address = new URL(API + path.replace(/^\/v1/, ""));
      for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value);
      const headers = { Authorization: "Bearer " + this.developerToken };
      if (this.musicUserToken) headers["Music-User-Token"] = this.musicUserToken;
      const response = await fetch(address, { ...(options.fetchOptions || {}), headers });
      if (!response.ok) throw new MKError("API_ERROR", "Answered " + response.status);
      const text = await response.text();
      return { response, request: address, data: text ? JSON.parse(text) : undefined };
    }
  }

  window.MusicKit = {
    version: "3.0-simulated",
    MKError,
    async configure(options) {
      if (!options || !options.developerToken) {
        throw new MKError("CONFIGURATION_ERROR", "developerToken is missing");
      }
      instance = new MusicKitInstance(options);
      return instance;
    },
    getInstance: () => instance,
  };
  document.dispatchEvent(new Event("musickitloaded"));
})();
