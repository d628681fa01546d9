// The three elements, under names that this version keeps.

import { ReferralForm } from './form.js';
import { ReferralInbox } from './inbox.js';
import { ReferralStatus } from './status.js';

const ELEMENTS = {
  'slussen-referral-form': ReferralForm,
  'slussen-referral-inbox': ReferralInbox,
  'slussen-referral-status': ReferralStatus,
};
for (const [name, element] of Object.entries(ELEMENTS)) {
  if (!customElements.get(name)) customElements.define(name, element);
}
