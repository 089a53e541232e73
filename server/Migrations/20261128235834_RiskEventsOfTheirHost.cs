using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SovereignFleet.Server.Migrations
{
    /// <inheritdoc />
    public partial class RiskEventsOfTheirHost : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_events_kind_at",
                table: "events");

            migrationBuilder.CreateIndex(
                name: "ix_events_kind_at",
                table: "events",
                columns: new[] { "kind", "at" },
                filter: "gpu_uuid IS NOT NULL")
                .Annotation("Npgsql:IndexInclude", new[] { "host_id", "gpu_uuid", "code" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_events_kind_at",
                table: "events");

            migrationBuilder.CreateIndex(
                name: "ix_events_kind_at",
                table: "events",
                columns: new[] { "kind", "at" },
                filter: "gpu_uuid IS NOT NULL")
                .Annotation("Npgsql:IndexInclude", new[] { "gpu_uuid", "code" });
        }
    }
}
