using System.Collections.Immutable;

namespace Approvals.Readers.Notices;

/// <summary>主送 and 抄送: names cut at ， 、 and ； outside brackets.</summary>
internal static class Recipients
{
    public static ImmutableArray<string> Of(string text)
    {
        var colon = text.IndexOfAny(['：', ':']);
        var names = colon >= 0 && colon < 6 && colon + 1 < text.Length ? text[(colon + 1)..] : text;
        var found = ImmutableArray.CreateBuilder<string>();
        var (start, depth) = (0, 0);
        for (var i = 0; i <= names.Length; i++)
        {
            var c = i < names.Length ? names[i] : '、';
            depth += c is '（' or '(' ? 1 : c is '）' or ')' && depth > 0 ? -1 : 0;
            if (i == names.Length || (depth == 0 && c is '、' or '，' or ',' or '；' or ';' or '。' or '\n'))
            {
                var name = names[start..i].Trim().TrimEnd('：', ':', '。');
                if (name.Length > 0 && !found.Contains(name))
                {
                    found.Add(name);
                }

                start = i + 1;
            }
        }

        return found.ToImmutable();
    }
}
