using System.Collections.Immutable;
using Approvals.Engine.Deadlines;

namespace Approvals.Readers.Notices;

/// <content>Who acts in the clauses of a sentence, and which of them says what is done.</content>
internal sealed partial class ProseEntries
{
    /// <summary>Who acts in a sentence, whether the work is given to them, and the first clause that says what is done.</summary>
    private static (Owners Owners, bool Given, Passage? Title) Acting(Passage text, ImmutableArray<DeadlinePhrase> phrases, Owners? by)
    {
        var acting = new ActingClauses(text, phrases, by ?? Owners.None);
        foreach (var clause in ProseSentences.Clauses(text))
        {
            acting.Add(clause);
        }

        return (acting.Owners, acting.Given, acting.Title);
    }

    /// <summary>What the clauses that were looked at have said.</summary>
    private sealed class ActingClauses(Passage text, ImmutableArray<DeadlinePhrase> phrases, Owners by)
    {
        /// <summary>Whose list the sentence stands in: nobody else acts in it.</summary>
        private readonly bool _listed = !by.IsEmpty;

        private int _at;
        private bool _weak;
        private bool _standing;
        private Passage? _title;
        private Passage? _brief;

        public Owners Owners { get; private set; } = by;

        public bool Given { get; private set; } = !by.IsEmpty;

        public Passage? Title => _title ?? _brief;

        public void Add(Passage clause)
        {
            var (left, matter) = Actors(clause);
            var said = WithoutDate(left, phrases);
            said = matter.Length > 0 && NamesNothing(said.Text) ? WithoutDate(matter, phrases) : said;
            Stand(clause, left, matter, said);
            _brief ??= said.Length is >= 2 and < ShortestTitle ? said : null;
            _title = Longer(_title, said);
            _at += clause.Length + 1;
        }

        /// <summary>Takes who acts in the clause, several in a row (甲科牵头、乙科配合).</summary>
        /// <returns>What is left of the clause, and what it names before who acts.</returns>
        private (Passage Left, Passage Matter) Actors(Passage clause)
        {
            var (left, from, matter) = (clause, _at, Passage.Empty);
            while (!_listed && ProseActors.In(left, phrases, from, Owners.IsEmpty) is { } actor)
            {
                if (_weak && !actor.Weak && (actor.Left.Length == 0 || !actor.Owners.Lead.IsEmpty))
                {
                    (Owners, _title) = (Owners.None, text.Slice(0, _at - 1)); // 停车场改造，由甲科牵头: who is given the work
                }

                (Owners, Given, _weak) = (Owners.With(actor.Owners), Given || actor.Given, actor.Weak);
                matter = actor.Matter.Length > 0 ? actor.Matter : matter;
                from += left.Length - actor.Left.Length;
                left = actor.Left;
                if (left.Text is not ['、', ..])
                {
                    break;
                }

                (left, from) = (left.Slice(1), from + 1);
            }

            return (left, matter);
        }

        /// <summary>物资储备由后勤科负责, 证书由教务处统一印制: what stands before who acts is the name.</summary>
        private static bool NamesNothing(string said) =>
            said.Length < ShortestTitle || said.EndsWith("负责", StringComparison.Ordinal) || _bareAct.IsMatch(said);

        /// <summary>负责技术指导，于9月20日前制定细则: what has a day is the task, the duty that stands is not.</summary>
        private void Stand(Passage clause, Passage left, Passage matter, Passage said) => (_title, _standing) =
            _standing && ProseActors.Makes(said.Text) && phrases.Any(p => p.Start >= _at && p.Start < _at + clause.Length) ? (null, false)
                : (_title, _standing || (matter.Length == 0 && clause.Text.AsSpan(0, clause.Length - left.Length).EndsWith("负责")));
    }
}
