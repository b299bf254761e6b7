import {
  extendedLanguageSubtags,
  grandfatheredTags,
  languageSubtags,
  regionSubtags,
  scriptSubtags,
  variantSubtags,
} from './language-subtags.ts';
import { lazySet, words } from './lazy-set.ts';

/** RFC 5646 §2.1 for tags in lower case, without the languages of four to eight letters, of which none is registered. */
const TAG =
  /^([a-z]{2,3})(?:-([a-z]{3}))?(?:-([a-z]{4}))?(?:-([a-z]{2}|\d{3}))?((?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3}))*)((?:-[a-wyz\d](?:-[a-z\d]{2,8})+)*)(?:-x(?:-[a-z\d]{1,8})+)?$/;
const PRIVATE_TAG = /^x(?:-[a-z\d]{1,8})+$/;
/** RFC 5646 has no limit; §4.4.1 tells of buffers of 35 characters. Far longer texts exhaust the engine's stack. */
const LONGEST = 10_000;

/**
 * Whether a text is a valid language tag (RFC 5646 §2.2.9): well-formed, all of its subtags registered, no variant
 * and no extension twice. In either case of letters, as §2.1.1 there has it.
 */
export function isLanguageTag(text: string): boolean {
  // Before lower case: that of the Kelvin sign is an ASCII letter.
  if (text.length > LONGEST || !/^[A-Za-z\d-]+$/.test(text)) return false;
  const tag = text.toLowerCase();
  const parts = TAG.exec(tag);
  if (parts === null) return PRIVATE_TAG.test(tag) || grandfatheredTags().has(tag);
  const [, language, extended, script, region, variants, extensions] = parts;
  const isRegistered =
    isLanguage(language!) &&
    (extended === undefined || extendedLanguageSubtags().has(extended)) &&
    (script === undefined || isScript(script)) &&
    (region === undefined || isRegion(region)) &&
    subtags(variants!).every((variant) => variantSubtags().has(variant));
  const singletons = subtags(extensions!).filter((subtag) => subtag.length === 1);
  const isDistinct = areDistinct(subtags(variants!)) && areDistinct(singletons);
  return (isRegistered && isDistinct) || grandfatheredTags().has(tag);
}

function subtags(text: string): string[] {
  return text.split('-').slice(1);
}

function areDistinct(list: readonly string[]): boolean {
  return new Set(list).size === list.length;
}

function isLanguage(subtag: string): boolean {
  return languageSubtags().has(subtag) || isWithin(subtag, 'qaa', 'qtz');
}

function isScript(subtag: string): boolean {
  return scriptSubtags().has(subtag) || isWithin(subtag, 'qaaa', 'qabx');
}

function isRegion(subtag: string): boolean {
  return regionSubtags().has(subtag) || isWithin(subtag, 'qm', 'qz') || isWithin(subtag, 'xa', 'xz');
}

/** One of the registry's ranges for private use. */
function isWithin(subtag: string, first: string, last: string): boolean {
  return subtag.length === first.length && subtag >= first && subtag <= last;
}

/**
 * The 232 tags that the OASIS validator takes, exactly as they are spelled. They look like the locales of Windows XP
 * with their languages alone, as "language code tables" on the web have had them since; so they hold some that are no
 * valid tags (en-CB, ns, sr-SP) and lack much that is (zh-Hans, es-419, pt-AO).
 */
export const commonLanguageTags: ReadonlySet<string> = new Set(
  words(`
    af:ZA ar:AE,BH,DZ,EG,IQ,JO,KW,LB,LY,MA,OM,QA,SA,SY,TN,YE az:AZ,Cyrl-AZ be:BY bg:BG !bs:BA ca:ES cs:CZ cy:GB
    da:DK de:AT,CH,DE,LI,LU dv:MV el:GR en:AU,BZ,CA,CB,GB,IE,JM,NZ,PH,TT,US,ZA,ZW eo
    es:AR,BO,CL,CO,CR,DO,EC,ES,GT,HN,MX,NI,PA,PE,PR,PY,SV,UY,VE et:EE eu:ES fa:IR fi:FI fo:FO
    fr:BE,CA,CH,FR,LU,MC gl:ES gu:IN he:IL hi:IN hr:BA,HR hu:HU hy:AM id:ID is:IS it:CH,IT ja:JP ka:GE kk:KZ kn:IN
    ko:KR kok:IN ky:KG lt:LT lv:LV mi:NZ mk:MK mn:MN mr:IN ms:BN,MY mt:MT nb:NO nl:BE,NL !nn:NO ns:ZA pa:IN pl:PL
    ps:AR pt:BR,PT qu:BO,EC,PE ro:RO ru:RU sa:IN se:FI,NO,SE sk:SK sl:SI sq:AL !sr:BA,Cyrl-BA,Cyrl-SP,SP sv:FI,SE
    sw:KE syr:SY ta:IN te:IN th:TH tl:PH tn:ZA tr:TR ts tt:RU uk:UA ur:PK uz:Cyrl-UZ,UZ vi:VN xh:ZA
    zh:CN,HK,MO,SG,TW zu:ZA
  `).flatMap(unpackLocales),
);

/** `de:AT,CH` stands for `de`, `de-AT` and `de-CH`; with a `!` before it, not for the language alone. */
function unpackLocales(entry: string): string[] {
  const [language, rest] = entry.replace('!', '').split(':') as [string, string?];
  const locales = (rest?.split(',') ?? []).map((locale) => `${language}-${locale}`);
  return entry.startsWith('!') ? locales : [language, ...locales];
}

/** What the OASIS validator takes for software.languages (§6.14.1): the tags above and the codes of ISO 639-2. */
export const softwareLanguages = lazySet(() =>
  [...commonLanguageTags, ...words(iso639).flatMap(unpackCodes)].sort(),
);

function unpackCodes(packed: string): string[] {
  return packed === 'qaa-qtz' ? [packed] : [...packed.slice(2)].map((letter) => packed.slice(0, 2) + letter);
}

/**
 * ISO 639-2, bibliographic and terminological codes, from Debian's iso-codes 4.15: `albe` stands for `alb` and `ale`.
 * The entry for private use, `qaa-qtz`, is taken as it is written. `cnr` (2017) came after the validator's own list.
 */
const iso639 = `
aar abk aceh aday afahr ain akak albegt amh angp apa aracgmnptw asmt ath aus avae awa aym aze badiklmnqst
bejlmnr bho bihkns bla bnt bods brae btk buaglr byn cadirtu cebls chabegikmnopruvy cmc cnr coprs cpefp crehp
csb cus cym cze daknry delnu dgr dinv doi dra dsb duamt dyu dzo efi egy eka ellx engm epo est eus eweo fanost
fijlnu fon fraemorsy fulr gaay gba gemorz gil glaegv gmh gohnrt grbcen gsw guj gwi haituw hebr hilmnt hmno hrv
hsb hunp hye ibao ice ido iii ijo iku ileo inacdeh ipk irao isl ita jav jbo jpnr jrb kaabclmnrstuwz kbd khaimo
kiknr kmb kokmnrs kpe krclou kuamrt ladhmotv lez limnt lolz ltz luabginos macdghiklnoprsy mdfr men mga micns
mkdh mlgt mncio mohns mri msa mulns mwlr myanv nahipuv nbl ndeos nepw niacu nld nno nobgnr nqo nso nub nwc
nyamno nzi oci oji orim osas otao paaglmnpu peor phin pli polnr prao pus qaa-qtz que rajpr roahmn rumnps
sadghilmnst scno selm sgan shn sidnot slakov smaeijnos snadk sogmnt spa sqi srdnpr ssaw suknsx swae sycr
tahimt telmrt tgkl tha tibgrv tkl tlhi tmh togn tpi tsino tukmprt tvl twi tyv udm uga uig ukr umb und urd uzb
vai ven vie volt waklrs weln wln wol xal xho yaop yid yor ypk zap zbl zen zgh zhao znd zuln zxx zza
`;
