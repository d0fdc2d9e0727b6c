using System.Collections.Immutable;

namespace Approvals.Readers.Notices;

/// <summary>The rules by which the values of the head were read.</summary>
internal static class HeadReadings
{
    public static ImmutableArray<ValueReading> Of(NoticeHead head)
    {
        var readings = ImmutableArray.CreateBuilder<ValueReading>();
        Add("number", head.Number, "number-line", .95);
        Add("title", head.Title, head.Addressees is null ? "title-ends-with-kind" : "title-before-addressees", .95);
        Add("addressees", head.Addressees, "line-ends-with-colon", .95);
        Add("issuer", head.Signatures is [var signed, ..] ? signed : null, "signature", .95);
        if (head.Signatures.IsEmpty && (head.Title is not null || !head.Letterhead.IsEmpty))
        {
            Add("issuer", head.Title ?? head.Letterhead[0], head.Title is null ? "letterhead" : "title-begins-with-issuer", .7);
        }

        Add("issuedOn", head.IssuedOn, head.Signatures.IsEmpty ? "date-line" : "signature-date", head.Signatures.IsEmpty ? .8 : .95);
        Add("printedOn", head.Printed, "imprint", .95);
        Add("cc", head.Cc, "imprint", .95);
        Add("planTitle", head.PlanTitle, "heading-after-signature", .9);
        Add("urgency", head.Urgency, "mark", .95);
        Add("secrecy", head.Secrecy, "mark", .95);
        return readings.ToImmutable();

        void Add(string value, Passage? passage, string rule, double confidence)
        {
            if (passage is not null)
            {
                readings.Add(new(value, rule, confidence));
            }
        }
    }
}
