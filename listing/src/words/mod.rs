//! The words of messages, in English and Simplified Chinese: `en.txt` and `zh-Hans.txt`, a line each: `Key = what | what to do`.

const ENGLISH: &str = include_str!("en.txt");
const CHINESE: &str = include_str!("zh-Hans.txt");

/// A language of messages.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Language {
    /// English.
    English,
    /// Simplified Chinese.
    Chinese,
}

macro_rules! words {
    ($($word:ident)*) => {
        /// What a message says. Its words are in both languages' files, by this name.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        #[allow(missing_docs)]
        pub enum Word { $($word),* }

        impl Word {
            /// Every one.
            pub const ALL: &'static [Word] = &[$(Word::$word),*];

            /// Its name in the files.
            pub const fn key(self) -> &'static str {
                match self { $(Word::$word => stringify!($word)),* }
            }
        }
    };
}

words! {
    Aborted AllocationLarge ArgumentCount ArrayAssigned ArraySizeBad ArraySizeUnknown ArraySmall ArrowWanted
    AssignInCondition BadCast BadEscape BadNumber BadType BlockOpen BorrowedFreed BracketOpen BytesMixed
    CallbackRaised CallbackType CharLength CommentOpen ConditionHard ConditionNone ConditionOpen ConnMissing
    ConnectionLeft ConstLost DefaultMissing DirectiveUnknown DividedByZero DotWanted ElseAlone EqualsAlone
    ErrorLost ErrorUncaught EventDropped ExceptionDropped ExceptionUncaught Expected FailureIgnored FailureUsed
    FormatCount FormatShort FormatType FreedForeign FreedHandle FreedInside FreedTwice FunctionMeant HandleBad
    HandleFreed HandleLeft IdsNotNames IndentBad IndentMissing IndentNone KeywordAsName LabelUnknown ListCut
    ListWanted ListingTooLong MacroCall MemberUnknown MemoryFull MemoryLeft MethodMeant MethodNotBuilt
    MethodNotCarried Misplaced Missing ModuleUnknown NameMeant NameWanted NamedBefore NeverNegative NoBody
    NoMain NoSize NotAFunction NotAHandle NotAPlace NotAPointer NotAStruct NotAnArray NotBuilt NotConstant
    NotInSubset NullCalled NullFrom NullUsed NumberAsPointer NumberHuge NumberWanted OnlyAtTop Opaque OpaqueUsed
    OtherChar OutputFull OutsideArray PointerAsNumber PointerCompared PointerMismatch PointerTooFar PythonEmpty
    PythonKeyword PythonNameMeant PythonNotInSubset PythonNumberBad PythonOtherChar QuoteOpen ReadOnly
    RecursionDeep ResultUnchecked ReturnNothing ReturnValue ShiftedTooFar SinkRefused StandsOutside
    StatementOutside StillHeld StillReferenced StrayChar StreamUnknown TargetBad TextAsNumber TextCompared
    TextTooLong TextWantsConst TooDeep TooLong TooManyCalls TooManySteps TooManyValues TryAlone TwiceDeclared
    UnknownFunction UnknownName UnknownType Unrelated Unset UsedAfterFree ValueWanted VoidPointed VoidValue
    WildPointer WouldBlock
}

impl Word {
    fn line(self, language: Language) -> &'static str {
        let words = match language {
            Language::English => ENGLISH,
            Language::Chinese => CHINESE,
        };
        let found =
            words.lines().filter_map(|line| line.split_once(" = ")).find(|(key, _)| *key == self.key());
        found.map_or(self.key(), |(_, line)| line)
    }

    /// What is wrong.
    pub(crate) fn text(self, language: Language) -> &'static str {
        self.line(language).split(" | ").next().unwrap_or_default()
    }

    /// What to do.
    pub(crate) fn hint(self, language: Language) -> &'static str {
        self.line(language).split_once(" | ").map_or("", |(_, hint)| hint)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_there_in_both_languages_with_the_same_places() {
        let places = |text: &str| (0..4).filter(|n| text.contains(&format!("{{{n}}}"))).collect::<Vec<_>>();
        for word in Word::ALL {
            let [english, chinese] =
                [Language::English, Language::Chinese].map(|language| word.line(language));
            assert!(english != word.key() && chinese != word.key(), "{word:?}");
            assert_eq!(places(english), places(chinese), "{word:?}");
            assert_eq!(english.contains(" | "), chinese.contains(" | "), "{word:?}");
        }
        for words in [ENGLISH, CHINESE] {
            let keys: Vec<&str> = words.lines().filter_map(|line| Some(line.split_once(" = ")?.0)).collect();
            assert_eq!(
                keys,
                Word::ALL.iter().map(|word| word.key()).collect::<Vec<_>>(),
                "in the order of the words"
            );
        }
    }
}
