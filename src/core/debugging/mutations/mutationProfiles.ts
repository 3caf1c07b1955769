// The languages in which repairs are searched.
import type { LanguageId } from '../../syntax/model';
import { javascriptMutationProfile } from './javascript/javascriptProfile';
import type { MutationProfile } from './mutationProfile';
import { pythonMutationProfile } from './python/pythonProfile';

/** What has no profile of its own is read as JavaScript. */
export function mutationProfileOf(language: LanguageId): MutationProfile {
  return language === 'python' ? pythonMutationProfile : javascriptMutationProfile;
}
