using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SovereignFleet.Server.Migrations
{
    /// <inheritdoc />
    public partial class CertificateLineages : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "superseded_at",
                table: "issued_certificates",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "used_at",
                table: "issued_certificates",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "agent_lineages",
                columns: table => new
                {
                    host_id = table.Column<Guid>(type: "uuid", nullable: false),
                    revoked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    run_id = table.Column<string>(type: "text", nullable: true),
                    run_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    former_runs = table.Column<string[]>(type: "text[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_agent_lineages", x => x.host_id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_issued_certificates_superseded_at",
                table: "issued_certificates",
                column: "superseded_at",
                filter: "superseded_at IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "agent_lineages");

            migrationBuilder.DropIndex(
                name: "ix_issued_certificates_superseded_at",
                table: "issued_certificates");

            migrationBuilder.DropColumn(
                name: "superseded_at",
                table: "issued_certificates");

            migrationBuilder.DropColumn(
                name: "used_at",
                table: "issued_certificates");
        }
    }
}
