using System.Globalization;
using System.Text;

namespace Approvals.Engine.Deadlines;

/// <summary>Numbers as notices write them: 12, １２, 十二, 二十, 二〇二一.</summary>
public static class ChineseNumbers
{
    private const string Digits = "〇一二三四五六七八九";

    /// <summary>From 1 to 9999; null for anything else.</summary>
    public static int? Parse(string text)
    {
        var plain = Narrow(text.Trim());
        if (plain.Length is 0 or > 6)
        {
            return null;
        }

        if (int.TryParse(plain, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number is > 0 and < 10_000 ? number : null;
        }

        plain = plain.Replace('零', '〇').Replace('○', '〇').Replace('Ｏ', '〇').Replace('两', '二').Replace('廿', '念');
        return plain.All(c => Digits.Contains(c, StringComparison.Ordinal)) && plain.Length > 1
            ? plain.Aggregate(0, (sum, c) => (sum * 10) + Digits.IndexOf(c, StringComparison.Ordinal))
            : WithUnits(plain);
    }

    /// <summary>Full-width digits, letters and blanks become their usual forms; the length stays the same.</summary>
    public static string Narrow(string text)
    {
        if (!text.Any(c => c is (>= '０' and <= '９') or '\u3000' or '\u00a0'))
        {
            return text;
        }

        var narrow = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            narrow.Append(c switch
            {
                >= '０' and <= '９' => (char)(c - '０' + '0'),
                '\u3000' or '\u00a0' => ' ',
                _ => c,
            });
        }

        return narrow.ToString();
    }

    private static int? WithUnits(string text)
    {
        var (sum, digit) = (0, -1);
        foreach (var c in text)
        {
            var unit = c switch { '十' => 10, '百' => 100, '千' => 1000, _ => 0 };
            if (unit > 0)
            {
                sum += (digit < 0 ? 1 : digit) * unit;
                digit = -1;
            }
            else if (Digits.IndexOf(c, StringComparison.Ordinal) is >= 0 and var value && digit <= 0)
            {
                digit = value;
            }
            else
            {
                return null;
            }
        }

        sum += Math.Max(digit, 0);
        return sum > 0 ? sum : null;
    }
}
