// Reads the feed with the clients @odata/client and o.js, as a program of somebody else would, and prints what they got.
import { OData } from "@odata/client";
import o from "o.js";

const [root] = process.argv.slice(2);
const client = OData.New4({ metadataUri: `${root}$metadata`, serviceEndpoint: root });
const flow = client.getEntitySet("ReferralFlow");
const filter = client.newFilter().property("Region").eq("12").property("Kind").eq("internal").property("ToProfession").eq("total");
const filtered = await flow.query(
  client.newParam().filter(filter).select(["Region", "FromProfession", "Referrals"]).orderby("Referrals", "desc").top(3),
);
const counted = await flow.count();
const second = o.o(root);
const first = await second.get("ReferralFlow").query({ $top: 2, $filter: "Region eq '12'" });
const grouped = await second
  .get("ReferralFlow")
  .query({ $apply: "filter(Region eq '12' and Kind eq 'internal')/groupby((Period,FromProfession),aggregate(Referrals with sum as Total))" });
const refused = await second.get("ReferralFlow").query({ $expand: "Nothing" }).catch((response) => response.status);
console.log(JSON.stringify({ filtered, counted, first, grouped, refused }));
