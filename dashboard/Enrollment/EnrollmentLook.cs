using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Enrollment;

/// <summary>What an enrollment token is good for by now.</summary>
internal static class EnrollmentLook
{
    public static bool IsOpen(EnrollmentToken token, DateTimeOffset now) => token.SpentAt is null && token.ExpiresAt.ToDateTimeOffset() > now;

    public static string State(EnrollmentToken token, DateTimeOffset now) =>
        token.SpentAt is { } spent ? $"spent {spent.ToDateTimeOffset():yyyy-MM-dd HH:mm} UTC"
        : IsOpen(token, now) ? $"open until {token.ExpiresAt.ToDateTimeOffset():yyyy-MM-dd HH:mm} UTC"
        : "expired or withdrawn";
}
